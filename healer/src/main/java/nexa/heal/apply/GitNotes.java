package nexa.heal.apply;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.notes.NoteMap;
import org.eclipse.jgit.revwalk.RevWalk;

/** Texts kept beside commits, as {@code git notes} reads them. */
final class GitNotes {

  private static final int ATTEMPTS_MAX = 10;

  private final Repository repository;
  private final PersonIdent author;
  private final String ref;

  GitNotes(Repository repository, PersonIdent author, String ref) {
    this.repository = repository;
    this.author = author;
    this.ref = ref;
  }

  /** Adds a note to a commit that has none, beside whatever other processes add meanwhile. */
  void addIfAbsent(ObjectId commit, String text) throws IOException {
    for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      Ref head = repository.exactRef(ref);
      ObjectId before = head == null ? ObjectId.zeroId() : head.getObjectId();
      NoteMap notes = read(before);
      if (notes.contains(commit)
          || GitRef.move(repository, ref, before, write(notes, before, commit, text))) {
        return;
      }
    }
    throw new IOException("Others changed " + ref + " in every attempt");
  }

  /** The text that is kept beside a commit, empty when there is none. */
  Optional<ObjectId> find(ObjectId commit) throws IOException {
    Ref head = repository.exactRef(ref);
    return head == null
        ? Optional.empty()
        : Optional.ofNullable(read(head.getObjectId()).get(commit));
  }

  private NoteMap read(ObjectId head) throws IOException {
    if (head.equals(ObjectId.zeroId())) {
      return NoteMap.newEmptyMap();
    }
    try (ObjectReader reader = repository.newObjectReader();
        RevWalk walk = new RevWalk(reader)) {
      return NoteMap.read(reader, walk.parseCommit(head));
    }
  }

  private ObjectId write(NoteMap notes, ObjectId before, ObjectId commit, String text)
      throws IOException {
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      notes.set(commit, inserter.insert(Constants.OBJ_BLOB, text.getBytes(StandardCharsets.UTF_8)));
      CommitBuilder change = new CommitBuilder();
      change.setTreeId(notes.writeTree(inserter));
      if (!before.equals(ObjectId.zeroId())) {
        change.setParentId(before);
      }
      change.setAuthor(author);
      change.setCommitter(author);
      change.setMessage("Add the evidence of " + commit.name() + "\n");
      ObjectId id = inserter.insert(change);
      inserter.flush();
      return id;
    }
  }
}
