package nexa.agent.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Says why a file cannot be used; the JDK's own message is often the file's name alone. */
public final class DiskFailure {

  private DiskFailure() {}

  /** What was tried and why it cannot be done. */
  public static String message(UncheckedIOException failure) {
    return failure.getCause() instanceof IOException cause
        ? failure.getMessage() + ": " + reason(cause)
        : String.valueOf(failure.getMessage());
  }

  /** The reason in words, as {@code permission denied}. */
  public static String reason(IOException failure) {
    return switch (failure) {
      case NoSuchFileException missing -> missing.getFile() + " is not there";
      case AccessDeniedException denied -> "permission denied at " + denied.getFile();
      case FileAlreadyExistsException taken -> "a file is in the way at " + taken.getFile();
      case FileSystemException other when other.getReason() != null -> other.getReason();
      default -> String.valueOf(failure.getMessage());
    };
  }
}
