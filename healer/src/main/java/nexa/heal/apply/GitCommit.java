package nexa.heal.apply;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEditor;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.GpgSignature;
import org.eclipse.jgit.lib.ObjectChecker;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.jspecify.annotations.Nullable;

/** A commit on top of another, written as objects only: no ref points at it yet. */
final class GitCommit {

  private final Repository repository;
  private final PersonIdent author;
  private final ObjectId parent;
  private final @Nullable CommitSigner signer;

  /**
   * @param signer null for a commit that is not signed
   */
  GitCommit(
      Repository repository, PersonIdent author, ObjectId parent, @Nullable CommitSigner signer) {
    this.repository = repository;
    this.author = author;
    this.parent = parent;
    this.signer = signer;
  }

  /**
   * Writes the commit.
   *
   * @param changed the new content of each changed or added file
   */
  ObjectId write(Map<String, byte[]> changed, String message) throws IOException {
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      CommitBuilder commit = new CommitBuilder();
      commit.setTreeId(tree(changed, inserter));
      commit.setParentId(parent);
      commit.setAuthor(author);
      commit.setCommitter(author);
      commit.setEncoding(StandardCharsets.UTF_8);
      commit.setMessage(message);
      if (signer != null) {
        commit.setGpgSignature(new GpgSignature(signer.sign(repository, commit.build(), author)));
      }
      ObjectId id = inserter.insert(commit);
      inserter.flush();
      return id;
    }
  }

  private ObjectId tree(Map<String, byte[]> changed, ObjectInserter inserter) throws IOException {
    DirCache files = parentFiles();
    DirCacheEditor editor = files.editor();
    for (Map.Entry<String, byte[]> file : changed.entrySet()) {
      new ObjectChecker().checkPath(file.getKey());
      ObjectId blob = inserter.insert(Constants.OBJ_BLOB, file.getValue());
      editor.add(new Content(file.getKey(), blob));
    }
    editor.finish();
    return files.writeTree(inserter);
  }

  private DirCache parentFiles() throws IOException {
    DirCache files = DirCache.newInCore();
    try (ObjectReader reader = repository.newObjectReader();
        RevWalk walk = new RevWalk(reader)) {
      DirCacheBuilder builder = files.builder();
      builder.addTree(
          new byte[0], DirCacheEntry.STAGE_0, reader, walk.parseCommit(parent).getTree());
      builder.finish();
    }
    return files;
  }

  /** Sets a file's content and keeps its mode. */
  private static final class Content extends DirCacheEditor.PathEdit {
    private final ObjectId blob;

    Content(String path, ObjectId blob) {
      super(path);
      this.blob = blob;
    }

    @Override
    public void apply(DirCacheEntry entry) {
      if (entry.getRawMode() == 0) {
        entry.setFileMode(FileMode.REGULAR_FILE);
      }
      entry.setObjectId(blob);
    }
  }
}
