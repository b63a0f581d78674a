package nexa.javaagent.capture;

import java.lang.instrument.ClassDefinition;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An instrumentation that asks the armory how it would weave what is redefined, and notes it. */
final class FakeInstrumentation {

  private final Supplier<Class<?>[]> loaded;
  private final TreeMap<String, Boolean> woven = new TreeMap<>();
  private final List<Integer> batches = new ArrayList<>();
  private @Nullable Armory armory;

  FakeInstrumentation(Supplier<Class<?>[]> loaded) {
    this.loaded = loaded;
  }

  Instrumentation instrumentation() {
    return (Instrumentation) Proxy.newProxyInstance(
        Instrumentation.class.getClassLoader(),
        new Class<?>[] {Instrumentation.class},
        (proxy, method, arguments) -> switch (method.getName()) {
          case "getAllLoadedClasses" -> loaded.get();
          case "isModifiableClass" -> true;
          case "redefineClasses" -> redefine((ClassDefinition[]) arguments[0]);
          default -> throw new UnsupportedOperationException(method.getName());
        });
  }

  void weaveBy(Armory weaving) {
    armory = weaving;
  }

  /** The classes whose code is not the original one. */
  Set<String> woven() {
    Set<String> names = new TreeSet<>();
    woven.forEach((name, isWoven) -> names.addAll(isWoven ? Set.of(name) : Set.of()));
    return names;
  }

  /** How many classes each redefinition took. */
  List<Integer> batches() {
    return batches;
  }

  private @Nullable Object redefine(ClassDefinition[] definitions) {
    Armory weaving = Objects.requireNonNull(armory);
    batches.add(definitions.length);
    for (ClassDefinition definition : definitions) {
      Class<?> type = definition.getDefinitionClass();
      String name = type.getName().replace('.', '/');
      woven.put(
          type.getName(), weaving.weave(type, name, definition.getDefinitionClassFile()) != null);
    }
    return null;
  }
}
