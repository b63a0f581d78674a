package nexa.heal.propose;

import com.sun.source.tree.MethodTree;
import com.sun.source.util.TreePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import nexa.heal.source.JavaModel;
import org.jspecify.annotations.Nullable;

/**
 * What a method says of itself: what it throws, in its {@code throws} clause or its Javadoc, and what
 * it gives back for what is missing.
 */
final class Contract {

  /** A neutral value that a method's documentation names. */
  enum Neutral {
    NULL,
    EMPTY,
    FALSE,
    MINUS_ONE,
    ZERO
  }

  private static final List<String> CONDITIONS = List.of(" if ", " when ", " where ", " for ",
      " unless ", " otherwise", " or ", " in case ");

  private static final int DOCUMENTATION_CHARS_MAX = 8_000;

  private Contract() {}

  /** The first exception named there that is made from a message; never the one that was thrown. */
  static Optional<String> exceptionFor(Site site) {
    TreePath callable = site.callable();
    if (callable == null || !(callable.getLeaf() instanceof MethodTree)) {
      return Optional.empty();
    }
    JavaModel model = site.model();
    if (model.trees().getElement(callable) instanceof ExecutableElement element) {
      for (var thrown : element.getThrownTypes()) {
        if (model.types().asElement(thrown) instanceof TypeElement type
            && isMadeFromMessage(type)) {
          return Optional.of(type.getQualifiedName().toString());
        }
      }
    }
    String documentation = model.trees().getDocComment(callable);
    return documentation == null
        ? Optional.empty()
        : documentation.lines()
            .map(String::strip)
            .filter(line -> line.startsWith("@throws ") || line.startsWith("@exception "))
            .map(line -> line.substring(line.indexOf(' ') + 1).strip().split("[ ({]", 2)[0])
            .filter(name -> !site.crash().type().endsWith("." + name)
                && !site.crash().type().equals(name))
            .map(name -> resolved(site, name))
            .filter(type -> type != null && isMadeFromMessage(type))
            .map(type -> type.getQualifiedName().toString())
            .findFirst();
  }

  /** A type by the name that a file gives it; null when it is not known. */
  private static @Nullable TypeElement resolved(Site site, String name) {
    if (name.contains(".")) {
      return site.model().type(name);
    }
    List<String> candidates = new ArrayList<>();
    site.unit().getImports().forEach(it -> {
      String imported = it.getQualifiedIdentifier().toString();
      if (imported.endsWith("." + name)) {
        candidates.add(imported);
      }
    });
    if (site.unit().getPackageName() != null) {
      candidates.add(site.unit().getPackageName() + "." + name);
    }
    candidates.addAll(List.of("java.lang." + name, "java.util." + name, "java.io." + name));
    return candidates.stream()
        .map(site.model()::type)
        .filter(type -> type != null)
        .findFirst()
        .orElse(null);
  }

  /** Whether the method says or shows that it throws an exception for the like of a site's bad value. */
  static boolean isMeantFor(Site site, String exception) {
    TreePath callable = site.callable();
    if (callable == null) {
      return false;
    }
    String simple = exception.substring(exception.lastIndexOf('.') + 1);
    boolean shown = site.model().text(callable).contains("throw new " + simple + "(");
    String documentation = site.model().trees().getDocComment(callable);
    return shown
        || (documentation != null && sentences(documentation).stream()
            .filter(it -> it.contains("@throws " + simple.toLowerCase(java.util.Locale.ROOT))
                || it.contains("@exception " + simple.toLowerCase(java.util.Locale.ROOT)))
            .anyMatch(it -> wordsFor(site.fault()).stream().anyMatch(it::contains)));
  }

  private static List<String> wordsFor(Site.Kind fault) {
    return switch (fault) {
      case NULL -> List.of(" null ", " no ", " missing");
      case INDEX -> List.of(" out of ", " bounds", " range", " index", " end", " no ", " short",
          " more ");
      case LENGTH -> List.of(" negative", " less ");
      case DIVISOR -> List.of(" zero", " 0 ");
      case EMPTY -> List.of(" empty", " no ", " end", " more ");
      case CAST -> List.of(" not a", " type", " instance", " other ");
      default -> List.of();
    };
  }

  /** The values that the documentation promises to return in some case, in its order. */
  static List<Neutral> promisedReturns(Site site) {
    TreePath callable = site.callable();
    String documentation =
        callable == null ? null : site.model().trees().getDocComment(callable);
    if (documentation == null) {
      return List.of();
    }
    List<Neutral> promises = new ArrayList<>();
    for (String sentence : sentences(documentation)) {
      boolean returns = sentence.contains("@return") || sentence.contains(" return");
      if (returns && CONDITIONS.stream().anyMatch(sentence::contains)) {
        for (String word : sentence.split(" ", -1)) {
          Neutral promise = promise(word);
          if (promise != null && !promises.contains(promise)) {
            promises.add(promise);
          }
        }
      }
    }
    return promises;
  }

  /** The sentences in lower case, each from a blank to a blank, without marks around its words. */
  private static List<String> sentences(String documentation) {
    StringBuilder text = new StringBuilder(" ");
    int chars = Math.min(documentation.length(), DOCUMENTATION_CHARS_MAX);
    for (int i = 0; i < chars; i++) {
      char c = Character.toLowerCase(documentation.charAt(i));
      boolean tag = c == '@' && (i == 0 || documentation.charAt(i - 1) != '{');
      boolean ends = c == '.' || tag || c == ';';
      boolean part = Character.isLetterOrDigit(c) || c == '-' || tag;
      text.append(ends ? "\n " : "").append(part ? c : ' ');
    }
    return text.append(' ').toString().lines().map(Contract::singleSpaced).toList();
  }

  private static String singleSpaced(String line) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < line.length(); i++) {
      if (line.charAt(i) != ' ' || out.isEmpty() || out.charAt(out.length() - 1) != ' ') {
        out.append(line.charAt(i));
      }
    }
    return out.toString();
  }

  private static @Nullable Neutral promise(String word) {
    return switch (word) {
      case "null" -> Neutral.NULL;
      case "empty" -> Neutral.EMPTY;
      case "false" -> Neutral.FALSE;
      case "-1" -> Neutral.MINUS_ONE;
      case "0", "zero" -> Neutral.ZERO;
      default -> null;
    };
  }

  private static boolean isMadeFromMessage(TypeElement type) {
    return !type.getModifiers().contains(Modifier.ABSTRACT)
        && type.getEnclosedElements().stream()
            .filter(member -> member.getKind() == ElementKind.CONSTRUCTOR)
            .map(ExecutableElement.class::cast)
            .anyMatch(it -> it.getParameters().size() == 1
                && it.getModifiers().contains(Modifier.PUBLIC)
                && it.getParameters().getFirst().asType().toString().equals("java.lang.String"));
  }
}
