package nexa.heal.apply;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.TreeScanner;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import nexa.heal.source.JavaModel;
import nexa.patch.Edit;
import nexa.patch.Patch;
import nexa.repair.BlastRadius;
import org.jspecify.annotations.Nullable;

/**
 * Which methods of a project call which, read from its attributed sources: a call of an interface's
 * method is one of each method that implements it (class hierarchy analysis, Dean, Grove and Chambers,
 * ECOOP 1995).
 */
public final class CallGraph {

  private static final int METHODS_MAX = 5_000;

  /** The annotations that give a method a path, of Spring, Jakarta REST and Micronaut. */
  private static final Set<String> ROUTE_ANNOTATIONS =
      Set.of(
          "RequestMapping", "GetMapping", "PostMapping", "PutMapping", "PatchMapping",
          "DeleteMapping", "Path", "Get", "Post", "Put", "Patch", "Delete", "WebServlet");

  private static final Set<String> PATH_VALUES = Set.of("value", "path", "uri", "urlPatterns");

  private final JavaModel model;
  private final Map<ExecutableElement, List<Call>> calls = new HashMap<>();
  private final Map<Element, List<String>> routes = new HashMap<>();

  /**
   * A call by a method.
   *
   * @param route the path that the call is registered for, as a handler of a server is; null for none
   */
  private record Call(Element caller, @Nullable String route) {}

  private CallGraph(JavaModel model) {
    this.model = model;
    model.files().forEach(file -> new Reader().scan(new TreePath(model.unit(file)), null));
  }

  /**
   * What a patch reaches in a project.
   *
   * @param services the other services of its repository
   */
  public static BlastRadius reach(JavaModel model, Patch patch, List<String> services) {
    return new CallGraph(model).reach(changed(model, patch), services);
  }

  /** The methods whose source an edit lies in. */
  private static Set<ExecutableElement> changed(JavaModel model, Patch patch) {
    Set<ExecutableElement> changed = new LinkedHashSet<>();
    for (Edit edit : patch.edits()) {
      if (!model.files().contains(edit.file())) {
        continue;
      }
      var unit = model.unit(edit.file());
      new TreePathScanner<@Nullable Void, @Nullable Void>() {
        @Override
        public @Nullable Void visitMethod(MethodTree method, @Nullable Void unused) {
          if (model.start(unit, method) <= edit.start() && edit.end() <= model.end(unit, method)
              && model.trees().getElement(getCurrentPath()) instanceof ExecutableElement element) {
            changed.add(element);
          }
          return super.visitMethod(method, unused);
        }
      }.scan(unit, null);
    }
    return changed;
  }

  private BlastRadius reach(Set<ExecutableElement> changed, List<String> services) {
    Set<Element> seen = new HashSet<>(changed);
    Deque<Element> next = new ArrayDeque<>(changed);
    Set<String> paths = new TreeSet<>();
    while (!next.isEmpty()) {
      Element method = next.remove();
      paths.addAll(routesOf(method));
      for (Call call : callsOf(method)) {
        if (call.route() != null) {
          paths.add(call.route());
        }
        if (seen.size() < METHODS_MAX && seen.add(call.caller())) {
          next.add(call.caller());
        }
      }
    }
    return new BlastRadius(
        changed.stream().map(CallGraph::name).toList(),
        changed.stream().anyMatch(CallGraph::isExposed),
        seen.size() - changed.size(),
        List.copyOf(paths),
        services);
  }

  private List<Call> callsOf(Element method) {
    if (!(method instanceof ExecutableElement executable)) {
      return List.of();
    }
    List<Call> found = new ArrayList<>(calls.getOrDefault(executable, List.of()));
    if (executable.getKind() == ElementKind.METHOD
        && executable.getEnclosingElement() instanceof TypeElement type) {
      for (TypeElement above : above(type)) {
        for (Element member : above.getEnclosedElements()) {
          if (member instanceof ExecutableElement inherited
              && calls.containsKey(inherited)
              && model.elements().overrides(executable, inherited, type)) {
            found.addAll(calls.getOrDefault(inherited, List.of()));
          }
        }
      }
    }
    return found;
  }

  /** The types that a type extends or implements, by whatever way. */
  private Set<TypeElement> above(TypeElement type) {
    Set<TypeElement> above = new LinkedHashSet<>();
    Deque<TypeMirror> next = new ArrayDeque<>(model.types().directSupertypes(type.asType()));
    while (!next.isEmpty()) {
      TypeMirror each = next.remove();
      if (each instanceof DeclaredType declared
          && declared.asElement() instanceof TypeElement element
          && above.add(element)) {
        next.addAll(model.types().directSupertypes(each));
      }
    }
    return above;
  }

  /** The paths of a method, below that of its class where it has one. */
  private List<String> routesOf(Element method) {
    List<String> own = routes.getOrDefault(method, List.of());
    List<String> ofClass = routes.getOrDefault(method.getEnclosingElement(), List.of());
    if (own.isEmpty()) {
      return isServlet(method) ? ofClass : List.of();
    }
    return ofClass.isEmpty()
        ? own
        : ofClass.stream().flatMap(base -> own.stream().map(path -> base + path)).toList();
  }

  /** A servlet has one path for all of its methods that answer requests. */
  private static boolean isServlet(Element method) {
    String name = method.getSimpleName().toString();
    return name.startsWith("do") || name.equals("service");
  }

  private static String name(ExecutableElement method) {
    Element enclosing = method.getEnclosingElement();
    String type = enclosing == null ? "" : enclosing.getSimpleName().toString();
    return type + "#"
        + (method.getKind() == ElementKind.CONSTRUCTOR ? type : method.getSimpleName());
  }

  private static boolean isExposed(Element member) {
    for (Element each = member; each != null && each.getKind() != ElementKind.PACKAGE;
        each = each.getEnclosingElement()) {
      if (!each.getModifiers().contains(Modifier.PUBLIC)) {
        return false;
      }
    }
    return true;
  }

  /** Reads a file's calls and paths. */
  private final class Reader extends TreePathScanner<@Nullable Void, @Nullable Void> {

    private @Nullable Element inside;
    private @Nullable String route;

    @Override
    public @Nullable Void visitClass(ClassTree type, @Nullable Void unused) {
      Element outer = inside;
      inside = model.trees().getElement(getCurrentPath());
      annotated(type.getModifiers().getAnnotations());
      super.visitClass(type, unused);
      inside = outer;
      return null;
    }

    @Override
    public @Nullable Void visitMethod(MethodTree method, @Nullable Void unused) {
      Element outer = inside;
      inside = model.trees().getElement(getCurrentPath());
      annotated(method.getModifiers().getAnnotations());
      super.visitMethod(method, unused);
      inside = outer;
      return null;
    }

    private void annotated(List<? extends AnnotationTree> annotations) {
      if (inside == null) {
        return;
      }
      for (AnnotationTree annotation : annotations) {
        String type = annotation.getAnnotationType().toString();
        if (ROUTE_ANNOTATIONS.contains(type.substring(type.lastIndexOf('.') + 1))) {
          List<String> paths = paths(annotation);
          routes.computeIfAbsent(inside, any -> new ArrayList<>())
              .addAll(paths.isEmpty() ? List.of("") : paths);
        }
      }
    }

    /** The texts in an annotation that begin like a path. */
    private static List<String> paths(AnnotationTree annotation) {
      List<String> paths = new ArrayList<>();
      new TreeScanner<@Nullable Void, @Nullable Void>() {
        @Override
        public @Nullable Void visitAssignment(AssignmentTree value, @Nullable Void unused) {
          return PATH_VALUES.contains(value.getVariable().toString())
              ? scan(value.getExpression(), unused)
              : null;
        }

        @Override
        public @Nullable Void visitLiteral(LiteralTree literal, @Nullable Void unused) {
          if (literal.getValue() instanceof String text && !text.isEmpty()) {
            paths.add(text.startsWith("/") ? text : "/" + text);
          }
          return null;
        }
      }.scan(annotation.getArguments(), null);
      return paths;
    }

    @Override
    public @Nullable Void visitMethodInvocation(
        MethodInvocationTree call, @Nullable Void unused) {
      called();
      scan(call.getMethodSelect(), unused);
      String outer = route;
      if (!call.getArguments().isEmpty()
          && call.getArguments().getFirst() instanceof LiteralTree first
          && first.getValue() instanceof String path && path.startsWith("/")) {
        route = path;
      }
      scan(call.getArguments(), unused);
      route = outer;
      return null;
    }

    @Override
    public @Nullable Void visitNewClass(NewClassTree tree, @Nullable Void unused) {
      called();
      return super.visitNewClass(tree, unused);
    }

    @Override
    public @Nullable Void visitMemberReference(
        MemberReferenceTree reference, @Nullable Void unused) {
      called();
      return super.visitMemberReference(reference, unused);
    }

    private void called() {
      if (inside != null
          && model.trees().getElement(getCurrentPath()) instanceof ExecutableElement callee) {
        calls.computeIfAbsent(callee, any -> new ArrayList<>()).add(new Call(inside, route));
      }
    }
  }
}
