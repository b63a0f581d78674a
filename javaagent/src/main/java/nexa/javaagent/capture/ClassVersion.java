package nexa.javaagent.capture;

import org.objectweb.asm.Opcodes;

/**
 * The version of a class file. One of a newer Java than our reader knows is read as the newest it
 * knows, since most classes use nothing new; where one does, reading fails and it is left alone.
 */
public final class ClassVersion {

  private static final int FROM = 4;
  private static final int TO = 8;
  private static final int KNOWN_MAX = Opcodes.V26;

  private ClassVersion() {}

  /** The class file as our reader takes it; itself unless it is newer. */
  public static byte[] readable(byte[] classFile) {
    if (classFile.length < TO || major(classFile) <= KNOWN_MAX) {
      return classFile;
    }
    byte[] readable = classFile.clone();
    readable[TO - 2] = (byte) (KNOWN_MAX >> 8);
    readable[TO - 1] = (byte) KNOWN_MAX;
    return readable;
  }

  /** Gives what was woven the version of what it was woven from. */
  public static byte[] restored(byte[] woven, byte[] classFile) {
    System.arraycopy(classFile, FROM, woven, FROM, TO - FROM);
    return woven;
  }

  private static int major(byte[] classFile) {
    return (classFile[TO - 2] & 0xff) << 8 | classFile[TO - 1] & 0xff;
  }
}
