package nexa.collect;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** The bytes of a log file, which are read at any place: those of a compressed one inflated. */
interface LogContent extends AutoCloseable {

  /** Opens a file; one whose name says so is inflated as it is read. */
  static LogContent open(Path file) throws IOException {
    return CompressedLog.isNamedSo(file)
        ? new CompressedLog(file) : new PlainLog(FileChannel.open(file));
  }

  /** Reads what is at a position; gives how many bytes that is, or -1 at the end. */
  int read(ByteBuffer into, long position) throws IOException;

  /** How many bytes there are; {@link Long#MAX_VALUE} for a compressed file before its end is seen. */
  long size() throws IOException;

  @Override
  void close() throws IOException;

  /** A file as it is. */
  record PlainLog(FileChannel channel) implements LogContent {

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
      return channel.read(into, position);
    }

    @Override
    public long size() throws IOException {
      return channel.size();
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
