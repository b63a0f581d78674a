package nexa.collect.template;

import static java.util.Comparator.comparingLong;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the template of each log message: which messages are of one kind, and what varies in them.
 *
 * <p>Two layers. The first meets every message: one pass cuts it into tokens and masks its values, and the hash of
 * what remains says which template it is, if it was seen before. The second meets only what was not, a message in some
 * thousands: it looks among the templates for one to join, and merges templates that turn out to differ by a
 * value. It depends on nothing but the messages and their order, and needs no setting for a system.
 *
 * <p>Bounds: the first 1,024 characters and 128 tokens of a message, 10,000 templates and 16 MiB of their text, of which
 * the least recently used are forgotten, and 65,536 hashes. Time is linear in the length of a message, and for one of
 * a new kind in the templates that begin or end as it does, of which 256 each are looked at. For one thread.
 */
public final class TemplateMiner {

  /** So many characters of a message are looked at. */
  public static final int CHARS_MAX = Masker.CHARS_MAX;

  private static final String HEADER = "templates 1 ";

  private final Masker masker = new Masker();
  private final KnownHashes known = new KnownHashes();
  private final Clusters clusters = new Clusters();
  private long messages;

  /**
   * A miner that goes on where another stopped: it gives the same messages the same ids.
   *
   * @param state what {@link #state} gave
   * @throws IllegalArgumentException for anything else; the message names the line
   */
  public static TemplateMiner restored(List<String> state) {
    TemplateMiner miner = new TemplateMiner();
    for (int i = 0; i < state.size(); i++) {
      try {
        miner.restore(state.get(i), i == 0);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("Cannot read line " + (i + 1) + " of templates", e);
      }
    }
    return miner;
  }

  /** Counts a message and gives its template, a new one if it is the first of its kind. */
  public Template match(CharSequence message) {
    return match(message, 0, message.length());
  }

  /** The same for a message within a text, from {@code start} to before {@code end}. */
  public Template match(CharSequence text, int start, int end) {
    MaskedMessage masked = masker.mask(text, start, end);
    long hash = masked.hash();
    Cluster cluster = known.get(hash);
    if (cluster == null) {
      cluster = clusters.place(hash, masked.shape());
      known.put(hash, cluster);
    }
    cluster.use(++messages);
    return cluster.template();
  }

  /**
   * The template that an id means now. Where templates were merged, the ids of all mean the one that is
   * left, which keeps the id of the one with the most messages. Empty for one that was forgotten.
   */
  public Optional<Template> template(long id) {
    return Optional.ofNullable(clusters.find(id)).map(Cluster::template);
  }

  /** All templates, the least recently used first. */
  public List<Template> templates() {
    return leastRecentlyUsedFirst().stream().map(Cluster::template).toList();
  }

  /** How many messages were given, before a restart too. */
  public long messages() {
    return messages;
  }

  /** How many templates were forgotten to make room. */
  public long forgotten() {
    return clusters.forgotten();
  }

  /** All that {@link #restored} needs, as lines of text without line breaks, at most a few megabytes. */
  public List<String> state() {
    Map<Cluster, List<Long>> hashes = new IdentityHashMap<>();
    known.forEach(
        (hash, cluster) -> hashes.computeIfAbsent(cluster, key -> new ArrayList<>()).add(hash));
    List<String> lines = new ArrayList<>();
    lines.add(HEADER + messages);
    for (Cluster cluster : leastRecentlyUsedFirst()) {
      List<Long> leading = hashes.getOrDefault(cluster, List.of());
      lines.add(ClusterLine.format(cluster, leading.stream().sorted().toList()));
    }
    return lines;
  }

  private void restore(String line, boolean first) {
    if (!first) {
      List<Long> hashes = new ArrayList<>();
      Cluster cluster = ClusterLine.parse(line, hashes);
      clusters.restore(cluster);
      hashes.forEach(hash -> known.put(hash, cluster));
    } else if (line.startsWith(HEADER)) {
      messages = Long.parseLong(line, HEADER.length(), line.length(), 10);
    } else {
      throw new IllegalArgumentException("Templates of another version");
    }
  }

  private List<Cluster> leastRecentlyUsedFirst() {
    return clusters.all().stream()
        .sorted(comparingLong(Cluster::lastUse).thenComparingLong(Cluster::id))
        .toList();
  }
}
