package nexa.heal.propose;

import static nexa.patch.Recipe.Shape.BEFORE_STATEMENT;

import java.util.List;
import java.util.Optional;

/** Throws what the method's contract names for a bad value, in place of what the value runs into. */
final class PromisedExceptionOperator implements RepairOperator {

  /** As good as any guard: another exception costs elsewhere, which is not so for one that is promised. */
  private static final int MEANT_COST = -18;

  @Override
  public String name() {
    return "promised-exception";
  }

  @Override
  public boolean knows(Site.Kind kind) {
    return switch (kind) {
      case NULL, INDEX, LENGTH, DIVISOR, CAST, EMPTY -> true;
      default -> false;
    };
  }

  @Override
  public List<Suggestion> suggest(Site site) {
    Optional<String> type = site.canRepeat() ? Contract.exceptionFor(site) : Optional.empty();
    return type
        .flatMap(thrown -> Fault.of(site)
            .map(fault -> Suggestion.of(BEFORE_STATEMENT,
                "if (" + fault.bad() + ") {\n  throw new " + thrown + "(\"" + message(site)
                    + "\");\n}",
                cost(site, thrown),
                "${culprit} could not be used, and the method's contract names " + thrown + ".")))
        .stream()
        .toList();
  }

  private static int cost(Site site, String thrown) {
    return Contract.isMeantFor(site, thrown) ? MEANT_COST : isForFailingResource(thrown) ? 14 : 2;
  }

  /** Whether an exception is about the outside world rather than about a value. */
  private static boolean isForFailingResource(String type) {
    return type.startsWith("java.io.") || type.startsWith("java.sql.")
        || type.equals("java.lang.InterruptedException");
  }

  private static String message(Site site) {
    String name = plainName(site);
    return switch (site.kind()) {
      case NULL -> "No " + name;
      case INDEX -> "Out of bounds: " + name;
      case LENGTH -> "Negative: " + name;
      case DIVISOR -> "Zero: " + name;
      case EMPTY -> "Empty: " + name;
      default -> "Not usable: " + name;
    };
  }

  /** What a message may call the culprit. */
  private static String plainName(Site site) {
    String source = site.model().text(site.culprit());
    boolean plain = source.chars().allMatch(c -> Character.isJavaIdentifierPart(c) || c == '.');
    return plain && !source.isEmpty() && source.length() <= 40 ? source : "value";
  }
}
