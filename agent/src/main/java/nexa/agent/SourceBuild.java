package nexa.agent;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import nexa.agent.swap.ClassBuild;
import nexa.agent.swap.OrderAnswer.TappedClass;
import nexa.heal.swap.SwapBuilder;
import nexa.issue.Diagnosis;
import nexa.patch.Patch;

/** Builds the classes of a patch from the service's source. */
record SourceBuild(SwapBuilder builder) implements ClassBuild {

  @Override
  public Changed changed(Diagnosis diagnosis, Patch patch) {
    return switch (builder.changed(diagnosis, patch)) {
      case SwapBuilder.Changed.Restart(String reason) -> new Changed.Restart(reason);
      case SwapBuilder.Changed.Bodies bodies ->
          new Changed.Bodies(
              bodies.classes().stream()
                  .flatMap(
                      touched -> touched.methods().stream()
                          .map(method -> method(touched.className(), method)))
                  .toList());
    };
  }

  private static Method method(String className, String method) {
    int parenthesis = method.indexOf('(');
    return new Method(
        className, method.substring(0, parenthesis), method.substring(parenthesis));
  }

  @Override
  public Built build(Diagnosis diagnosis, Patch patch, List<TappedClass> running) {
    return switch (builder.changed(diagnosis, patch)) {
      case SwapBuilder.Changed.Restart(String reason) -> new Built.Refused(reason);
      case SwapBuilder.Changed.Bodies bodies -> built(bodies, running);
    };
  }

  private Built built(SwapBuilder.Changed.Bodies bodies, List<TappedClass> running) {
    List<SwapBuilder.RunningClass> classes =
        running.stream()
            .map(tap -> new SwapBuilder.RunningClass(tap.name(), tap.base(), tap.disk()))
            .toList();
    return switch (builder.build(bodies, classes)) {
      case SwapBuilder.Built.Refused(String reason) -> new Built.Refused(reason);
      case SwapBuilder.Built.Ready ready -> {
        Map<String, String> hashes =
            running.stream()
                .collect(
                    Collectors.toMap(TappedClass::name, TappedClass::running, (one, two) -> one));
        yield new Built.Ready(
            ready.classes().stream()
                .map(
                    patched -> new PatchedClass(
                        patched.name(), hashes.getOrDefault(patched.name(), ""),
                        patched.classFile()))
                .toList());
      }
    };
  }
}
