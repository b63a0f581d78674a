package nexa.heal.propose;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import nexa.heal.source.JavaModel;
import nexa.patch.Edit;
import org.jspecify.annotations.Nullable;

/** Shortens the qualified type names in new source, by the file's imports and by new ones. */
final class Imports {

  private final JavaModel model;
  private final CompilationUnitTree unit;
  private final Set<String> added = new TreeSet<>();
  private final Set<String> namesInUse = new TreeSet<>();

  Imports(JavaModel model, CompilationUnitTree unit) {
    this.model = model;
    this.unit = unit;
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitIdentifier(IdentifierTree tree, @Nullable Void unused) {
        namesInUse.add(tree.getName().toString());
        return super.visitIdentifier(tree, unused);
      }

      @Override
      public @Nullable Void visitClass(ClassTree tree, @Nullable Void unused) {
        namesInUse.add(tree.getSimpleName().toString());
        return super.visitClass(tree, unused);
      }
    }.scan(unit, null);
  }

  /** Source with every qualified name of a known type shortened where that says the same. */
  String shortened(String source) {
    StringBuilder out = new StringBuilder();
    int at = 0;
    while (at < source.length()) {
      char c = source.charAt(at);
      if (c == '"') {
        int end = endOfString(source, at);
        out.append(source, at, end);
        at = end;
      } else if (Character.isJavaIdentifierStart(c)) {
        int end = endOfName(source, at);
        boolean selected = at > 0 && source.charAt(at - 1) == '.';
        out.append(selected ? source.substring(at, end) : shortenedName(source.substring(at, end)));
        at = end;
      } else {
        out.append(c);
        at++;
      }
    }
    return out.toString();
  }

  private static int endOfString(String source, int start) {
    int at = start + 1;
    while (at < source.length() && source.charAt(at) != '"') {
      at += source.charAt(at) == '\\' ? 2 : 1;
    }
    return Math.min(source.length(), at + 1);
  }

  private static int endOfName(String source, int start) {
    int at = start;
    while (at < source.length()
        && (Character.isJavaIdentifierPart(source.charAt(at))
            || (source.charAt(at) == '.' && at + 1 < source.length()
                && Character.isJavaIdentifierStart(source.charAt(at + 1))))) {
      at++;
    }
    return at;
  }

  private String shortenedName(String name) {
    for (int dot = name.indexOf('.'); dot > 0; dot = name.indexOf('.', dot + 1)) {
      int end = name.indexOf('.', dot + 1) < 0 ? name.length() : name.indexOf('.', dot + 1);
      String type = name.substring(0, end);
      if (Character.isUpperCase(name.charAt(dot + 1)) && Character.isLowerCase(name.charAt(0))
          && model.type(type) != null) {
        return canBeShort(type) ? type.substring(dot + 1) + name.substring(end) : name;
      }
    }
    return name;
  }

  private boolean canBeShort(String type) {
    String packageName = type.substring(0, type.lastIndexOf('.'));
    String simple = type.substring(type.lastIndexOf('.') + 1);
    if (added.contains(type)) {
      return true;
    }
    for (ImportTree known : unit.getImports()) {
      String name = known.getQualifiedIdentifier().toString();
      if (!known.isStatic() && name.endsWith("." + simple)) {
        return name.equals(type);
      }
    }
    String own = unit.getPackageName() == null ? "" : unit.getPackageName().toString();
    if (packageName.equals(own)) {
      return true;
    }
    if (model.type(own.isEmpty() ? simple : own + "." + simple) != null || declares(simple)) {
      return false;
    }
    if (packageName.equals("java.lang")) {
      return true;
    }
    boolean onDemand =
        unit.getImports().stream()
            .anyMatch(it -> it.getQualifiedIdentifier().toString().equals(packageName + ".*"));
    if (onDemand) {
      return true;
    }
    if (namesInUse.contains(simple)) {
      return false; // it means another type here
    }
    added.add(type);
    return true;
  }

  private boolean declares(String simple) {
    boolean[] found = {false};
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitClass(ClassTree tree, @Nullable Void unused) {
        found[0] |= tree.getSimpleName().contentEquals(simple);
        return super.visitClass(tree, unused);
      }
    }.scan(unit, null);
    return found[0];
  }

  /** The edits that add the imports that shortening called for. */
  List<Edit> edits(FileStyle style) {
    List<Edit> edits = new ArrayList<>();
    String file = model.fileOf(unit);
    for (String type : added) {
      edits.add(edit(file, type, style));
    }
    return merged(edits, style);
  }

  private Edit edit(String file, String type, FileStyle style) {
    List<ImportTree> plain = new ArrayList<>();
    for (ImportTree it : unit.getImports()) {
      if (!it.isStatic()) {
        plain.add(it);
      }
    }
    String line = "import " + type + ";";
    ImportTree neighbour = null;
    for (ImportTree it : plain) {
      String name = it.getQualifiedIdentifier().toString();
      if (name.compareTo(type) < 0 && root(name).equals(root(type))) {
        neighbour = it;
      }
    }
    if (neighbour != null) {
      int end = model.end(unit, neighbour);
      return new Edit(file, end, end, style.separator() + line);
    }
    for (ImportTree it : plain) {
      if (it.getQualifiedIdentifier().toString().compareTo(type) > 0) {
        int start = model.start(unit, it);
        return new Edit(file, start, start, line + style.separator());
      }
    }
    Tree last = plain.isEmpty() ? unit.getPackage() : plain.getLast();
    if (last == null) {
      return new Edit(file, 0, 0, line + style.separator() + style.separator());
    }
    int end = model.end(unit, last);
    String gap = plain.isEmpty() ? style.separator() + style.separator() : style.separator();
    return new Edit(file, end, end, gap + line);
  }

  private static String root(String name) {
    return name.substring(0, Math.max(0, name.indexOf('.')));
  }

  /** Two insertions at one place are one edit. */
  private static List<Edit> merged(List<Edit> edits, FileStyle style) {
    String blankLine = style.separator() + style.separator();
    List<Edit> merged = new ArrayList<>();
    for (Edit edit : edits) {
      Edit last = merged.isEmpty() ? null : merged.getLast();
      if (last != null && last.start() == edit.start()) {
        String next = edit.replacement();
        String tail =
            next.startsWith(blankLine) ? next.substring(style.separator().length()) : next;
        merged.set(
            merged.size() - 1,
            new Edit(edit.file(), edit.start(), edit.end(), last.replacement() + tail));
      } else {
        merged.add(edit);
      }
    }
    return merged;
  }
}
