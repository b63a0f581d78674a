package nexa.heal.route;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import nexa.heal.source.SourceTree;

/**
 * The owners of a commit's files by its CODEOWNERS, where GitHub or GitLab looks for it and as it reads
 * it. The last rule that matches a file counts; with GitLab's sections, the last of each section.
 *
 * <p>The file is text from outside: at most {@value #LINES_MAX} lines are read, and what is no rule is
 * passed over, as the forges do.
 */
final class CodeOwners {

  private static final String GITLAB = ".gitlab/CODEOWNERS";
  private static final String GITHUB = ".github/CODEOWNERS";
  private static final List<String> PLACES =
      List.of(GITHUB, "CODEOWNERS", "docs/CODEOWNERS", GITLAB);

  private static final int LINES_MAX = 10_000;

  private final String file;
  private final List<Section> sections;

  /** Owners, and the rules that name them, in words. */
  record Owned(List<String> owners, String because) {

    Owned {
      owners = List.copyOf(owners);
    }
  }

  /** The rules under one heading; those before the first one have the heading "". */
  private record Section(List<OwnerRule> rules) {}

  private CodeOwners(String file, List<Section> sections) {
    this.file = file;
    this.sections = sections;
  }

  /** The first file of owners that a commit has. */
  static Optional<CodeOwners> of(SourceTree tree) {
    return PLACES.stream()
        .filter(tree.files()::containsKey)
        .findFirst()
        .map(file -> read(file, tree.text(file)));
  }

  static CodeOwners read(String file, String text) {
    List<String> lines = text.lines().map(String::strip).limit(LINES_MAX).toList();
    Glob.Dialect dialect = dialect(file, lines);
    Map<String, Section> sections = new LinkedHashMap<>();
    Section section = sections.computeIfAbsent("", name -> new Section(new ArrayList<>()));
    List<String> usual = List.of();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      OwnerRule.Heading heading =
          dialect == Glob.Dialect.GITLAB ? OwnerRule.heading(line) : null;
      if (heading != null) {
        section =
            sections.computeIfAbsent(
                heading.name().toLowerCase(Locale.ROOT), name -> new Section(new ArrayList<>()));
        usual = heading.owners();
      } else {
        OwnerRule.of(line, i + 1, dialect, usual).ifPresent(section.rules::add);
      }
    }
    return new CodeOwners(file, List.copyOf(sections.values()));
  }

  /** By the place, which only one of them knows, else by headings, which only GitLab has. */
  private static Glob.Dialect dialect(String file, List<String> lines) {
    boolean gitlab =
        file.equals(GITLAB)
            || (!file.equals(GITHUB)
                && lines.stream().anyMatch(line -> OwnerRule.heading(line) != null));
    return gitlab ? Glob.Dialect.GITLAB : Glob.Dialect.GITHUB;
  }

  /** The owners of a file; empty when no rule matches it, or none names anybody. */
  Optional<Owned> of(String path) {
    List<String> names = Glob.names(path);
    List<OwnerRule> matching =
        sections.stream()
            .flatMap(section -> last(section, names).stream())
            .filter(rule -> !rule.owners().isEmpty())
            .toList();
    Set<String> owners = new LinkedHashSet<>();
    matching.forEach(rule -> owners.addAll(rule.owners()));
    return owners.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Owned(
                List.copyOf(owners),
                matching.stream()
                    .map(rule -> "line " + rule.line() + " (" + rule.pattern() + ")")
                    .collect(Collectors.joining(" and ", file + " says so in ", ""))));
  }

  private static Optional<OwnerRule> last(Section section, List<String> names) {
    for (OwnerRule rule : section.rules.reversed()) {
      if (rule.glob().matches(names)) {
        return Optional.of(rule);
      }
    }
    return Optional.empty();
  }
}
