package nexa.heal.propose;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.TreePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeMirror;
import nexa.heal.source.JavaModel;

/**
 * The constants of a class that are made to stand for what is missing: those that the method's
 * documentation names, and those called a default for what the method or the value is called.
 */
final class NamedConstants {

  private static final Set<String> STAND_INS =
      Set.of("default", "unknown", "none", "no", "empty", "other", "missing", "undefined");

  private NamedConstants() {}

  /** The names of the constants that fit a site and a type, those of the documentation first. */
  static List<String> of(Site site, TypeMirror type) {
    List<String> documented = new ArrayList<>();
    List<String> alike = new ArrayList<>();
    Set<String> words = words(site);
    String documentation = documentation(site);
    for (TreePath path = site.culprit(); path != null; path = path.getParentPath()) {
      if (path.getLeaf() instanceof ClassTree
          && site.model().trees().getElement(path) instanceof TypeElement owner) {
        for (Element member : owner.getEnclosedElements()) {
          String name = member.getSimpleName().toString();
          if (isConstant(member) && fits(site.model(), member, type)) {
            if (documentation.contains("#" + name)) {
              documented.add(name);
            } else if (isStandInFor(name, words)) {
              alike.add(name);
            }
          }
        }
      }
    }
    documented.addAll(alike);
    return documented;
  }

  private static boolean isConstant(Element member) {
    return member.getKind() == ElementKind.ENUM_CONSTANT
        || (member.getKind() == ElementKind.FIELD
            && member.getModifiers().containsAll(Set.of(Modifier.STATIC, Modifier.FINAL)));
  }

  private static boolean fits(JavaModel model, Element constant, TypeMirror type) {
    return model.types().isAssignable(constant.asType(), type);
  }

  /** Whether a constant is a stand-in, {@code DEFAULT_RETRIES}, for what one of the words says. */
  private static boolean isStandInFor(String constant, Set<String> words) {
    Set<String> parts = split(constant);
    return parts.removeIf(STAND_INS::contains) && parts.stream().anyMatch(words::contains);
  }

  private static String documentation(Site site) {
    TreePath callable = site.callable();
    String text = callable == null ? null : site.model().trees().getDocComment(callable);
    return text == null ? "" : text;
  }

  /** The words of the method's name and of the value's source. */
  private static Set<String> words(Site site) {
    Set<String> words = split(site.model().text(site.culprit()));
    if (site.callable() instanceof TreePath path && path.getLeaf() instanceof MethodTree method) {
      words.addAll(split(method.getName().toString()));
    }
    return words;
  }

  /** The words of an identifier, by capitals and by underscores, in lower case. */
  private static Set<String> split(String source) {
    Set<String> words = new TreeSet<>();
    StringBuilder word = new StringBuilder();
    for (int i = 0; i <= source.length(); i++) {
      char c = i < source.length() ? source.charAt(i) : ' ';
      boolean starts = Character.isUpperCase(c) && i > 0
          && Character.isLowerCase(source.charAt(i - 1));
      if (!Character.isLetterOrDigit(c) || starts) {
        if (!word.isEmpty()) {
          words.add(word.toString().toLowerCase(Locale.ROOT));
        }
        word.setLength(0);
      }
      if (Character.isLetterOrDigit(c)) {
        word.append(c);
      }
    }
    return words;
  }
}
