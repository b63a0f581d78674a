package nexa.heal.apply;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.notes.Note;
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

  /**
   * Takes over another line of these notes, whatever it has in common with this one. Where both have
   * one on a commit, this one's stays.
   */
  void merge(ObjectId theirs) throws IOException {
    for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      Ref head = repository.exactRef(ref);
      ObjectId before = head == null ? ObjectId.zeroId() : head.getObjectId();
      NoteMap all = read(theirs);
      boolean isMore = false;
      for (Note own : read(before)) {
        isMore |= !own.getData().equals(all.get(own));
        all.set(own, own.getData().copy());
      }
      ObjectId after = isMore ? writeMerge(all, before, theirs) : theirs;
      if (GitRef.move(repository, ref, before, after)) {
        return;
      }
    }
    throw new IOException("Others changed " + ref + " in every attempt");
  }

  private ObjectId writeMerge(NoteMap notes, ObjectId before, ObjectId theirs)
      throws IOException {
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      ObjectId id =
          commit(inserter, notes, List.of(before, theirs), "Take over the evidence of others\n");
      inserter.flush();
      return id;
    }
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
      ObjectId id =
          commit(
              inserter, notes, before.equals(ObjectId.zeroId()) ? List.of() : List.of(before),
              "Add the evidence of " + commit.name() + "\n");
      inserter.flush();
      return id;
    }
  }

  private ObjectId commit(
      ObjectInserter inserter, NoteMap notes, List<ObjectId> parents, String message)
      throws IOException {
    CommitBuilder change = new CommitBuilder();
    change.setTreeId(notes.writeTree(inserter));
    change.setParentIds(parents);
    change.setAuthor(author);
    change.setCommitter(author);
    change.setMessage(message);
    return inserter.insert(change);
  }
}
