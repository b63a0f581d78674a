package nexa.collect.template;

import java.util.ArrayList;
import java.util.List;

/**
 * A cluster as one line of text: id, messages, last use, former ids, the hashes that lead to it, and
 * its shape, with tabs between them. In a shape one space parts tokens and two part chunks.
 */
final class ClusterLine {

  private static final int FIELDS = 6;

  private ClusterLine() {}

  static String format(Cluster cluster, List<Long> hashes) {
    List<String> chunks = cluster.shape().chunks().stream().map(Chunk::toString).toList();
    return String.join(
        "\t",
        hex(cluster.id()),
        Long.toString(cluster.count()),
        Long.toString(cluster.lastUse()),
        join(cluster.formerIds()),
        join(hashes),
        String.join("  ", chunks));
  }

  /**
   * The cluster of a line, its hashes added to {@code hashes}.
   *
   * @throws IllegalArgumentException for a line that {@link #format} does not write
   */
  static Cluster parse(String line, List<Long> hashes) {
    String[] fields = line.split("\t", -1);
    if (fields.length != FIELDS) {
      throw new IllegalArgumentException("Not " + FIELDS + " fields but " + fields.length);
    }
    Cluster cluster = new Cluster(id(fields[0]), shape(fields[5]));
    cluster.restore(
        Long.parseLong(fields[1]), Long.parseLong(fields[2]),
        ids(fields[3], Cluster.FORMER_IDS_MAX));
    hashes.addAll(ids(fields[4], KnownHashes.SLOTS));
    return cluster;
  }

  private static Shape shape(String text) {
    List<Chunk> chunks = new ArrayList<>();
    List<String> tokens = new ArrayList<>();
    int size = 0;
    for (String token : text.split(" ", -1)) {
      if (token.isEmpty()) {
        chunks.add(new Chunk(tokens));
        tokens.clear();
      } else {
        tokens.add(token);
        size++;
      }
    }
    chunks.add(new Chunk(tokens));
    if (size > MaskedMessage.TOKENS_MAX || chunks.stream().anyMatch(c -> c.tokens().isEmpty())) {
      throw new IllegalArgumentException("Not a template's shape");
    }
    return new Shape(chunks);
  }

  private static String join(List<Long> ids) {
    return String.join(",", ids.stream().map(ClusterLine::hex).toList());
  }

  private static List<Long> ids(String text, int countMax) {
    List<Long> ids = new ArrayList<>();
    if (!text.isEmpty()) {
      for (String id : text.split(",", countMax + 1)) {
        ids.add(id(id));
      }
    }
    return ids;
  }

  private static String hex(long id) {
    return Long.toHexString(id);
  }

  private static long id(String hex) {
    return Long.parseUnsignedLong(hex, 16);
  }
}
