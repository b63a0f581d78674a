package nexa.heal.verify;

import java.util.HashMap;
import java.util.Map;
import nexa.heal.source.ParsedSource;
import nexa.heal.source.SourceTree;

/**
 * The files of the deployed commit as syntax, each parsed once however many candidates change it. Not for
 * several threads at once.
 */
final class ParsedTree {

  private final SourceTree tree;
  private final Map<String, ParsedSource> parsed = new HashMap<>();

  ParsedTree(SourceTree tree) {
    this.tree = tree;
  }

  /** The files as text. */
  SourceTree tree() {
    return tree;
  }

  /**
   * A file as syntax.
   *
   * @throws IllegalArgumentException when the commit has no such file
   */
  ParsedSource of(String file) {
    return parsed.computeIfAbsent(file, path -> ParsedSource.of(tree.text(path)));
  }
}
