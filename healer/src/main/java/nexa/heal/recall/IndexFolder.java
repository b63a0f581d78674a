package nexa.heal.recall;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.Lock;
import org.apache.lucene.store.LockObtainFailedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folder of a Lucene index that can be made anew: a broken one is put aside, not repaired. */
final class IndexFolder {

  private static final Logger log = LoggerFactory.getLogger(IndexFolder.class);
  private static final double BUFFER_MEGABYTES = 8;

  private IndexFolder() {}

  /**
   * Opens a sound index, or an empty one in the place of a broken one.
   *
   * @throws IOException also when another process writes to it
   */
  static Directory open(Path folder) throws IOException {
    try {
      return checked(folder);
    } catch (LockObtainFailedException e) {
      throw e;
    } catch (IOException | RuntimeException e) { // broken bytes are read in every possible way
      log.warn("msg=\"case index put aside\" folder={} reason=\"{}\"", folder, e.toString());
      putAside(folder);
      return FSDirectory.open(folder);
    }
  }

  static IndexWriterConfig config(Analyzer analyzer) {
    return new IndexWriterConfig(analyzer)
        .setOpenMode(IndexWriterConfig.OpenMode.CREATE_OR_APPEND)
        .setRAMBufferSizeMB(BUFFER_MEGABYTES);
  }

  /** Reads every byte of the index once, against the checksums that Lucene wrote with it. */
  private static Directory checked(Path folder) throws IOException {
    Directory directory = FSDirectory.open(folder);
    try (Lock held = directory.obtainLock(IndexWriter.WRITE_LOCK_NAME)) {
      if (DirectoryReader.indexExists(directory)) {
        held.ensureValid();
        checkIntegrity(directory);
      }
      return directory;
    } catch (IOException | RuntimeException e) {
      directory.close();
      throw e;
    }
  }

  private static void checkIntegrity(Directory directory) throws IOException {
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      for (LeafReaderContext leaf : reader.leaves()) {
        leaf.reader().checkIntegrity();
      }
    }
  }

  /** Keeps the newest broken index only, for whoever wants to know what broke it. */
  private static void putAside(Path folder) throws IOException {
    Path aside = folder.resolveSibling(folder.getFileName() + ".corrupt");
    if (Files.exists(aside)) {
      try (Stream<Path> old = Files.walk(aside)) {
        List<Path> deepestFirst = old.sorted(Comparator.reverseOrder()).toList();
        for (Path path : deepestFirst) {
          Files.delete(path);
        }
      }
    }
    Files.move(folder, aside);
  }
}
