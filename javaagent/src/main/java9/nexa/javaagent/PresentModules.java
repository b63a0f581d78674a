package nexa.javaagent;

import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandles;
import java.util.Collections;
import java.util.Map;
import java.util.Set;

/** The module system of Java 9 and later. The one class of the agent that is not for Java 8. */
final class PresentModules extends Modules {

  PresentModules() {}

  @Override
  void openPackage(Instrumentation instrumentation, Class<?> type) {
    Map<String, Set<Module>> opens =
        Collections.singletonMap(
            type.getPackageName(), Collections.singleton(PresentModules.class.getModule()));
    instrumentation.redefineModule(
        type.getModule(),
        Collections.emptySet(),
        Collections.emptyMap(),
        opens,
        Collections.emptySet(),
        Collections.emptyMap());
  }

  @Override
  void defineClass(Class<?> neighbour, byte[] classFile) throws IllegalAccessException {
    MethodHandles.privateLookupIn(neighbour, MethodHandles.lookup()).defineClass(classFile);
  }
}
