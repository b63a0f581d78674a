package nexa.heal.swap;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassHierarchyResolver.ClassHierarchyInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import nexa.heal.source.MemoryCompiler;
import nexa.heal.source.MemoryCompiler.Compiled;
import nexa.heal.source.Project;
import nexa.issue.Diagnosis;
import nexa.patch.Edit;
import nexa.patch.Patch;
import org.jspecify.annotations.Nullable;

/**
 * Builds the class files that put a patch into a running JVM. A patch that changes more than method
 * bodies takes a restart. One that does not goes in only where the running class is what the deployed
 * source compiles to, method for method: also an untouched method that differs refuses it, because
 * then it is not known which source runs.
 */
public final class SwapBuilder implements ClassBuild {

  private final Function<Diagnosis, Project> projects;

  /** The deployed classes of the last project: a repair asks about several patches of one project. */
  private @Nullable Deployed deployed;

  private record Deployed(Project project, Compiled compiled) {}

  /**
   * @param projects the deployed project of a diagnosis
   */
  public SwapBuilder(Function<Diagnosis, Project> projects) {
    this.projects = projects;
  }

  @Override
  public Changed changed(Diagnosis diagnosis, Patch patch) {
    Project project = projects.apply(diagnosis);
    Map<String, String> sources = new TreeMap<>(project.mainSources());
    for (Edit edit : patch.edits()) {
      if (!sources.containsKey(edit.file())) {
        return new Changed.Restart("It changes " + edit.file() + ", which is no main Java source");
      }
    }
    sources.putAll(project.tree().patched(patch.edits()));
    return switch (deployed(project)) {
      case Compiled.Failed(String error) ->
          new Changed.Restart("The deployed sources do not compile on their own: " + error);
      case Compiled.Classes(Map<String, byte[]> before) ->
          switch (MemoryCompiler.compile(project, sources)) {
            case Compiled.Failed(String error) ->
                new Changed.Restart("The patched sources do not compile on their own: " + error);
            case Compiled.Classes(Map<String, byte[]> after) ->
                compare(project.tree().commit(), before, after);
          };
    };
  }

  private synchronized Compiled deployed(Project project) {
    if (deployed == null || !deployed.project().equals(project)) {
      deployed = new Deployed(project, MemoryCompiler.compile(project, project.mainSources()));
    }
    return deployed.compiled();
  }

  private static Changed compare(
      String commit, Map<String, byte[]> before, Map<String, byte[]> after) {
    for (String name : after.keySet()) {
      if (!before.containsKey(name)) {
        return new Changed.Restart("It adds the class " + name);
      }
    }
    List<Touched> touched = new ArrayList<>();
    for (Map.Entry<String, byte[]> deployedClass : before.entrySet()) {
      String name = deployedClass.getKey();
      byte[] was = deployedClass.getValue();
      byte[] compiled = after.get(name);
      if (compiled == null) {
        return new Changed.Restart("It removes the class " + name);
      }
      if (!Arrays.equals(was, compiled)) {
        ClassText old = ClassText.of(was);
        ClassText now = ClassText.of(compiled);
        Optional<String> obstacle =
            old.obstacle(now)
                .or(() -> old.redeclared(now)
                    .map(member -> "changes the declaration of " + member));
        if (obstacle.isPresent()) {
          return new Changed.Restart("It " + obstacle.get() + " in " + name);
        }
        List<String> methods = old.differing(now);
        if (!methods.isEmpty()) {
          touched.add(new Touched(name, methods, was, compiled));
        }
      }
    }
    return touched.isEmpty()
        ? new Changed.Restart("It changes no code")
        : new Changed.Bodies(commit, touched);
  }

  @Override
  public Built build(Changed.Bodies bodies, List<RunningClass> running) {
    Map<String, RunningClass> byName =
        running.stream()
            .collect(Collectors.toMap(RunningClass::name, one -> one, (one, other) -> one));
    List<PatchedClass> patched = new ArrayList<>();
    for (Touched touched : bodies.classes()) {
      RunningClass runs = byName.get(touched.className());
      Optional<String> refusal =
          runs == null
              ? Optional.of("The class " + touched.className() + " is not loaded")
              : mismatch(bodies.commit(), touched, runs);
      if (runs == null || refusal.isPresent()) {
        return new Built.Refused(refusal.orElseThrow());
      }
      byte[] grafted =
          CodeGraft.of(runs.base(), touched.after(), Set.copyOf(touched.methods()));
      Optional<String> flaw = flaw(touched, runs.base(), grafted);
      if (flaw.isPresent()) {
        return new Built.Refused(flaw.get());
      }
      patched.add(new PatchedClass(touched.className(), grafted, touched.methods()));
    }
    return new Built.Ready(patched);
  }

  private static Optional<String> mismatch(String commit, Touched touched, RunningClass runs) {
    ClassText source = ClassText.of(touched.before());
    byte[] disk = runs.disk();
    ClassText built = ClassText.of(disk == null ? runs.base() : disk);
    ClassText base = ClassText.of(runs.base());
    return source
        .obstacle(built)
        .map(found -> "what runs " + found)
        .or(() -> source.differing(built).stream().findFirst().map(SwapBuilder::differs))
        .or(
            () -> touched.methods().stream()
                .filter(method -> !base.bodies().containsKey(method))
                .findFirst()
                .map(SwapBuilder::differs))
        .or(
            () -> base.header().equals(source.header())
                ? Optional.empty()
                : Optional.of("its base has another header"))
        .map(
            reason -> "The source at " + commit + " does not match the running build: "
                + touched.className() + ": " + reason);
  }

  private static String differs(String method) {
    return "the method " + method + " differs";
  }

  /** Gate 2 looked at beforehand: only the touched methods differ, and they verify. */
  private static Optional<String> flaw(Touched touched, byte[] base, byte[] grafted) {
    ClassText was = ClassText.of(base);
    ClassText now = ClassText.of(grafted);
    boolean onlyTouched =
        was.obstacle(now).or(() -> was.redeclared(now)).isEmpty()
            && Set.copyOf(touched.methods()).containsAll(was.differing(now))
            && now.bodies().entrySet().stream()
                .filter(body -> touched.methods().contains(body.getKey()))
                .allMatch(
                    body -> body.getValue()
                        .equals(ClassText.of(touched.after()).bodies().get(body.getKey())));
    return onlyTouched && (verifies(grafted) || !verifies(base))
        ? Optional.empty()
        : Optional.of("The patched code does not fit into the running " + touched.className());
  }

  /** Project classes are not looked up; what depends on their ancestry counts as right. */
  private static boolean verifies(byte[] classFile) {
    ClassHierarchyResolver known =
        ClassHierarchyResolver.ofResourceParsing(ClassLoader.getPlatformClassLoader())
            .orElse(type -> ClassHierarchyInfo.ofInterface());
    return ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(known))
        .verify(classFile)
        .isEmpty();
  }
}
