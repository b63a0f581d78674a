package nexa.heal.group;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import nexa.event.StackTrace;
import nexa.heal.group.Placement.Nearest;
import nexa.issue.Fingerprint;
import org.jspecify.annotations.Nullable;

/**
 * The groups of one service's crashes, in memory: says to which one a crash belongs, by its fingerprint
 * first and by likeness second.
 *
 * <p>It keeps no file. Whoever uses it stores groups, the fingerprints joined to them and what people
 * said, and tells all of it again at the next start. At most {@value #GROUPS_MAX} groups are held, with
 * one trace each, and up to {@value #TRACES_MAX} where people joined groups; the one that was longest
 * without a crash makes room, and is then found by whoever stores it, or not at all. Safe for use by many threads; two that place crashes with the same new
 * fingerprint at once are told the same.
 */
public final class CrashGroups {

  private static final int GROUPS_MAX = 10_000;
  private static final int TRACES_MAX = 8;
  private static final int FINGERPRINTS_MAX = 100_000;

  private final List<String> inApp;
  private final @Nullable Embedding embedding;
  private final Weights weights;
  private final int groupsMax;
  private final GroupIndex index = new GroupIndex();
  private final Similarity similarity = new Similarity(index::rarity);
  private final Links links = new Links();

  /** In the order of their last crash. */
  private final Map<String, Group> groups = new LinkedHashMap<>();

  /** In the order of their last crash. */
  private final Map<Fingerprint, Group> known = new LinkedHashMap<>(16, 0.75f, true);

  /** The shape read last, so that the group a crash opens need not embed it again. */
  private volatile @Nullable Seen last;

  /**
   * @param inApp the service's package prefixes, empty for "not a JDK or library class"
   * @param embedding null for none
   */
  public CrashGroups(List<String> inApp, @Nullable Embedding embedding, Weights weights) {
    this(inApp, embedding, weights, GROUPS_MAX);
  }

  CrashGroups(
      List<String> inApp, @Nullable Embedding embedding, Weights weights, int groupsMax) {
    this.inApp = List.copyOf(inApp);
    this.embedding = embedding;
    this.weights = weights;
    this.groupsMax = groupsMax;
  }

  /** A group, the slots of its shapes in the index by their fingerprints, and all its fingerprints. */
  private record Group(
      String id, Map<Fingerprint, Integer> slots, Set<Fingerprint> fingerprints) {

    Group(String id) {
      this(id, HashMap.newHashMap(1), new HashSet<>());
    }
  }

  /** A shape without its vector, and with it. */
  private record Seen(CrashShape plain, CrashShape embedded) {}

  /** Where a crash belongs. Changes nothing: what comes of it is told by {@link #add} or {@link #alias}. */
  public Placement place(StackTrace trace, Fingerprint fingerprint) {
    Placement told = told(fingerprint);
    return told == null ? byLikeness(read(trace), fingerprint) : told;
  }

  /**
   * Adds a group, or gives it one more fingerprint with a trace to be compared by. No other group has
   * them from now on.
   */
  public void add(String group, Fingerprint fingerprint, StackTrace trace) {
    add(group, fingerprint, read(trace));
  }

  private synchronized void add(String id, Fingerprint fingerprint, CrashShape shape) {
    Group group = groups.computeIfAbsent(id, Group::new);
    Group former = known.getOrDefault(fingerprint, group);
    Integer slot = former.slots.remove(fingerprint);
    if (slot != null) {
      index.remove(slot);
    }
    if (group.slots.size() < TRACES_MAX) {
      group.slots.put(fingerprint, index.add(id, shape));
    }
    assign(fingerprint, group);
    if (groups.size() > groupsMax) {
      remove(groups.keySet().iterator().next());
    }
  }

  /**
   * Makes a fingerprint one of a group's, and of no other's. A fingerprint of a group that is not held
   * is forgotten.
   */
  public synchronized void alias(Fingerprint fingerprint, String group) {
    Group held = groups.get(group);
    if (held != null) {
      assign(fingerprint, held);
    }
  }

  /** Forgets a group and its fingerprints. */
  public synchronized void remove(String group) {
    Group removed = groups.remove(group);
    if (removed != null) {
      removed.slots.values().forEach(index::remove);
      removed.fingerprints.forEach(known::remove);
    }
  }

  /** A person says that crashes with these fingerprints have one cause. The last word on a pair holds. */
  public synchronized void join(Fingerprint a, Fingerprint b) {
    links.join(a, b);
  }

  /** A person says that crashes with these fingerprints have different causes. */
  public synchronized void separate(Fingerprint a, Fingerprint b) {
    links.separate(a, b);
  }

  private void assign(Fingerprint fingerprint, Group group) {
    Group former = known.put(fingerprint, group);
    if (former != null && !former.id.equals(group.id)) {
      former.fingerprints.remove(fingerprint);
      if (former.fingerprints.isEmpty() && former.slots.isEmpty()) {
        groups.remove(former.id);
      }
    }
    group.fingerprints.add(fingerprint);
    use(group);
    if (known.size() > FINGERPRINTS_MAX) {
      Fingerprint eldest = known.keySet().iterator().next();
      Group loser = known.remove(eldest);
      if (loser != null) {
        loser.fingerprints.remove(eldest);
      }
    }
  }

  /** Lets others make room before it. */
  private void use(Group group) {
    groups.remove(group.id);
    groups.put(group.id, group);
  }

  /** By the fingerprint, or by what a person said of it; null when neither says anything. */
  private synchronized @Nullable Placement told(Fingerprint fingerprint) {
    Group group = known.get(fingerprint);
    if (group != null) {
      use(group);
      return new Placement.Known(group.id, Explanation.known(group.id));
    }
    for (Fingerprint other : links.joined(fingerprint)) {
      Group joined = known.get(other);
      if (joined != null && !isKeptApart(fingerprint, joined)) {
        return new Placement.Joined(joined.id, null, Explanation.joinedByAPerson(joined.id));
      }
    }
    return null;
  }

  /** Without the lock, as the model takes some milliseconds. */
  private CrashShape read(StackTrace trace) {
    CrashShape plain = CrashShape.of(trace, inApp);
    Seen before = last;
    if (embedding == null) {
      return plain;
    }
    if (before == null || !before.plain.equals(plain)) {
      before = new Seen(plain, plain.embedded(embedding));
      last = before;
    }
    return before.embedded;
  }

  private synchronized Placement byLikeness(CrashShape shape, Fingerprint fingerprint) {
    List<Judged> judged =
        index.candidates(shape).stream()
            .map(entry -> judge(entry, shape, fingerprint))
            .sorted(Comparator.comparingDouble((Judged each) -> each.nearest.score()).reversed())
            .toList();
    if (judged.isEmpty()) {
      return new Placement.Fresh(null, Explanation.fresh());
    }
    Explanation explanation = new Explanation(shape, weights, embedding);
    for (Judged each : judged) {
      if (each.nearest.score() >= weights.join() && each.obstacle.isEmpty()) {
        return new Placement.Joined(
            each.nearest.group(), each.nearest, explanation.joined(each.nearest));
      }
    }
    Judged best = judged.getFirst();
    return best.nearest.score() >= weights.similar()
        ? new Placement.Similar(best.nearest, explanation.similar(best.nearest, best.obstacle))
        : new Placement.Fresh(best.nearest, explanation.fresh(best.nearest));
  }

  /** How near a group is, and what forbids to join it whatever the score; empty for nothing. */
  private record Judged(Nearest nearest, String obstacle) {}

  private Judged judge(GroupIndex.Entry entry, CrashShape shape, Fingerprint fingerprint) {
    Features features = similarity.of(shape, entry.shape());
    Group group = groups.get(entry.group());
    String obstacle =
        group != null && isKeptApart(fingerprint, group)
            ? "kept apart by a person"
            : Guard.obstacle(features, shape, entry.shape());
    return new Judged(new Nearest(entry.group(), weights.score(features), features), obstacle);
  }

  private boolean isKeptApart(Fingerprint fingerprint, Group group) {
    return links.separated(fingerprint).stream().anyMatch(group.fingerprints::contains);
  }
}
