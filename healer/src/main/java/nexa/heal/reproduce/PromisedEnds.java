package nexa.heal.reproduce;

import com.sun.source.util.TreePath;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeMirror;
import nexa.event.StackTrace;
import nexa.heal.source.JavaModel;
import nexa.heal.source.PromisedExceptions;
import nexa.issue.Diagnosis;
import nexa.issue.Location;

/**
 * The exceptions by which a method may refuse what it was called with: those that it, or the method that
 * crashed, declares or documents, and that the crash was none of. A call that ends in one of these is no
 * crash.
 */
final class PromisedEnds {

  private static final int TYPES_MAX = 4;

  /** Too general to be a promise. */
  private static final Set<String> ANYTHING =
      Set.of("java.lang.Throwable", "java.lang.Exception", "java.lang.RuntimeException",
          "java.lang.Error", "java.lang.NullPointerException");

  private final JavaModel model;
  private final Diagnosis diagnosis;

  PromisedEnds(JavaModel model, Diagnosis diagnosis) {
    this.model = model;
    this.diagnosis = diagnosis;
  }

  /** The exceptions that a call of a method may end with, special ones before general ones. */
  List<TypeElement> of(ExecutableElement called) {
    Set<TypeElement> types = new LinkedHashSet<>();
    TreePath declared = model.trees().getPath(called);
    if (declared != null) {
      PromisedExceptions.of(model, declared, called).stream()
          .filter(type -> isUnchecked(type) || isThrown(called, type))
          .forEach(types::add);
    }
    Location top = diagnosis.locations().getFirst();
    model.methodAt(top)
        .filter(path -> model.trees().getElement(path) instanceof ExecutableElement)
        .ifPresent(path -> PromisedExceptions
            .of(model, path, (ExecutableElement) model.trees().getElement(path)).stream()
            .filter(this::isUnchecked)
            .forEach(types::add));
    List<TypeElement> ordered = new ArrayList<>();
    types.stream()
        .filter(type -> !ANYTHING.contains(type.getQualifiedName().toString()))
        .filter(type -> thrown().noneMatch(crash -> isOne(crash, type)))
        .limit(TYPES_MAX)
        .forEach(type -> insert(ordered, type));
    return ordered;
  }

  /** Before the first one that it is a kind of: the compiler wants special ones caught first. */
  private void insert(List<TypeElement> ordered, TypeElement type) {
    int at = 0;
    while (at < ordered.size() && !isOne(type, ordered.get(at))) {
      at++;
    }
    ordered.add(at, type);
  }

  /** The types that the crash threw, as far as they are known. */
  private Stream<TypeElement> thrown() {
    StackTrace trace = diagnosis.issue().stackTrace();
    return Stream.of(trace.exceptionType(), trace.root().exceptionType())
        .map(name -> model.type(name.replace('$', '.')))
        .filter(type -> type != null);
  }

  private boolean isThrown(ExecutableElement called, TypeElement type) {
    return called.getThrownTypes().stream()
        .anyMatch(declared -> model.types().isSubtype(type.asType(), declared));
  }

  private boolean isUnchecked(TypeElement type) {
    TypeElement unchecked = model.type("java.lang.RuntimeException");
    return unchecked != null && isOne(type, unchecked);
  }

  private boolean isOne(TypeElement type, TypeElement kind) {
    TypeMirror one = model.types().erasure(type.asType());
    return model.types().isSubtype(one, model.types().erasure(kind.asType()));
  }
}
