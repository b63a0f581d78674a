package nexa.heal.source;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import nexa.heal.source.Projects.UnreadableProject;
import org.apache.maven.model.Build;
import org.apache.maven.model.Model;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.model.Resource;
import org.apache.maven.model.building.DefaultModelBuilderFactory;
import org.apache.maven.model.building.DefaultModelBuildingRequest;
import org.apache.maven.model.building.ModelBuildingException;
import org.apache.maven.model.building.ModelBuildingRequest;
import org.apache.maven.model.building.ModelProblem;
import org.apache.maven.model.resolution.UnresolvableModelException;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A commit's Maven build as its effective POMs describe it, all modules as one. */
final class MavenBuild {

  private static final Logger LOG = LoggerFactory.getLogger(MavenBuild.class);
  private static final String COMPILER = "org.apache.maven.plugins:maven-compiler-plugin";
  private static final List<String> SYSTEM_PROPERTIES =
      List.of("java.version", "java.specification.version", "os.name", "os.arch", "os.version");
  private static final List<String> BASE_FOLDERS =
      List.of("${project.basedir}/", "${basedir}/", "${pom.basedir}/", "./");
  private static final int MODULES_MAX = 200;

  /** The oldest release today's compilers still know. */
  private static final int RELEASE_MIN = 8;

  private final SourceTree tree;
  private final MavenRepository libraries;

  MavenBuild(SourceTree tree, MavenRepository libraries) {
    this.tree = tree;
    this.libraries = libraries;
  }

  /**
   * The project that some POMs of the commit and the modules they name are.
   *
   * @param classes of several modules, only those that declare one of these classes and the modules
   *     they need are taken, and only the tests of the former; empty takes the sources of all, and no
   *     class path
   */
  Project project(List<String> poms, Collection<String> classes) {
    List<Module> all = modules(poms);
    List<Module> declaring = declaring(all, classes);
    boolean whole = declaring.isEmpty() || all.size() == 1;
    List<Module> tested = whole ? all : declaring;
    List<Module> needed = closure(tested, all);
    List<Model> models = needed.stream().map(Module::model).toList();
    return new Project(
        tree,
        roots(needed, build -> Stream.of(build.getSourceDirectory())),
        roots(tested, build -> Stream.of(build.getTestSourceDirectory())),
        roots(needed, build -> build.getResources().stream().map(Resource::getDirectory)),
        roots(tested, build -> build.getTestResources().stream().map(Resource::getDirectory)),
        whole && all.size() > 1
            ? List.of()
            : new MavenLibraries(tree, libraries).classpath(models),
        needed.stream().mapToInt(module -> release(module.model())).max().orElse(RELEASE_MIN),
        all.stream().map(Module::folder).toList());
  }

  /** The modules that declare classes, in the order of the classes. */
  private List<Module> declaring(List<Module> modules, Collection<String> classes) {
    return classes.stream()
        .flatMap(name -> modules.stream().filter(module -> module.declares(tree, name)))
        .distinct()
        .toList();
  }

  /** Some modules and those of the same build they depend on. */
  private static List<Module> closure(List<Module> of, List<Module> all) {
    Map<String, Module> byName = new LinkedHashMap<>();
    all.forEach(module -> byName.putIfAbsent(module.name(), module));
    Set<Module> needed = new LinkedHashSet<>(of);
    Deque<Module> open = new ArrayDeque<>(of);
    while (!open.isEmpty()) {
      for (org.apache.maven.model.Dependency each : open.removeFirst().model().getDependencies()) {
        Module module = byName.get(each.getGroupId() + ":" + each.getArtifactId());
        if (module != null && needed.add(module)) {
          open.addLast(module);
        }
      }
    }
    return List.copyOf(needed);
  }

  /** The modules in the order they are named, each once. */
  private List<Module> modules(List<String> poms) {
    Map<String, Module> modules = new LinkedHashMap<>();
    Deque<String> open = new ArrayDeque<>(poms);
    while (!open.isEmpty() && modules.size() < MODULES_MAX) {
      String pom = open.removeFirst();
      if (modules.containsKey(pom)) {
        continue;
      }
      Module module = new Module(pom.substring(0, pom.lastIndexOf('/') + 1), effectiveModel(pom));
      modules.put(pom, module);
      for (String name : module.model().getModules()) {
        TreePom source = new TreePom(tree, pom).related(name);
        if (source == null) {
          LOG.warn("commit={} pom={} absentModule={}", tree.commit(), pom, name);
        } else {
          open.addLast(source.path());
        }
      }
    }
    return List.copyOf(modules.values());
  }

  /**
   * One module.
   *
   * @param folder its POM's folder, empty or with a slash at its end
   */
  private record Module(String folder, Model model) {

    String name() {
      return model.getGroupId() + ":" + model.getArtifactId();
    }

    /** Whether a file of its main sources is named for the class. */
    boolean declares(SourceTree tree, String className) {
      int dollar = className.indexOf('$');
      String outermost = dollar < 0 ? className : className.substring(0, dollar);
      String root = relative(folder, model.getBuild().getSourceDirectory());
      return tree.files().containsKey(root + "/" + outermost.replace('.', '/') + ".java");
    }
  }

  private Model effectiveModel(String pom) {
    Properties system = new Properties();
    SYSTEM_PROPERTIES.forEach(name -> system.setProperty(name, System.getProperty(name, "")));
    ModelBuildingRequest request =
        new DefaultModelBuildingRequest()
            .setModelSource(new TreePom(tree, pom))
            .setModelResolver(new PomResolver(tree, libraries))
            .setSystemProperties(system)
            .setProcessPlugins(false)
            .setValidationLevel(ModelBuildingRequest.VALIDATION_LEVEL_MINIMAL);
    try {
      return new DefaultModelBuilderFactory().newInstance().build(request).getEffectiveModel();
    } catch (ModelBuildingException e) {
      String problem =
          e.getProblems().stream().findFirst().map(ModelProblem::getMessage).orElse(e.getMessage());
      throw new UnreadableProject(
          "Commit " + tree.commit().substring(0, 12) + " has a " + pom + " that Maven cannot read: "
              + Objects.requireNonNullElse(problem, "").strip()
              + (isAbsence(e) ? " -- build it once with Maven on this host, then try again."
                  : " -- correct it and commit that."),
          e);
    }
  }

  /** Whether a POM is sound and names a parent or BOM that cannot be had. */
  private static boolean isAbsence(ModelBuildingException failure) {
    return failure.getProblems().stream()
        .anyMatch(problem -> problem.getException() instanceof UnresolvableModelException);
  }

  private static List<String> roots(
      List<Module> modules, Function<Build, Stream<@Nullable String>> folders) {
    return modules.stream()
        .flatMap(
            module -> folders.apply(module.model().getBuild())
                .flatMap(Stream::ofNullable)
                .map(folder -> relative(module.folder(), folder)))
        .filter(folder -> !folder.isEmpty())
        .distinct()
        .toList();
  }

  private static String relative(String module, String folder) {
    String path = folder.replace('\\', '/');
    for (String base : BASE_FOLDERS) {
      path = path.startsWith(base) ? path.substring(base.length()) : path;
    }
    return Path.of(module + path).normalize().toString().replace('\\', '/');
  }

  private static int release(Model model) {
    return setting(model, "release", "maven.compiler.release")
        .or(() -> setting(model, "source", "maven.compiler.source"))
        .or(() -> setting(model, "target", "maven.compiler.target"))
        .orElse(RELEASE_MIN);
  }

  private static Optional<Integer> setting(Model model, String parameter, String property) {
    return compilerConfigurations(model)
        .flatMap(configuration -> Stream.ofNullable(configuration.getChild(parameter)))
        .map(Xpp3Dom::getValue)
        .findFirst()
        .or(() -> Optional.ofNullable(model.getProperties().getProperty(property)))
        .flatMap(MavenBuild::javaRelease);
  }

  /** The configurations of the compiler plugin, the ones that win first. */
  private static Stream<Xpp3Dom> compilerConfigurations(Model model) {
    Build build = model.getBuild();
    List<Plugin> plugins = new ArrayList<>();
    Stream.ofNullable(build.getPluginsAsMap().get(COMPILER)).forEach(plugins::add);
    Stream.ofNullable(build.getPluginManagement())
        .flatMap(management -> Stream.ofNullable(management.getPluginsAsMap().get(COMPILER)))
        .forEach(plugins::add);
    Function<Plugin, Stream<Object>> configurations =
        plugin -> Stream.concat(
            plugin.getExecutions().stream()
                .filter(execution -> execution.getId().equals("default-compile"))
                .map(PluginExecution::getConfiguration),
            Stream.of(plugin.getConfiguration()))
            .flatMap(Stream::ofNullable);
    return plugins.stream()
        .flatMap(configurations)
        .filter(Xpp3Dom.class::isInstance)
        .map(Xpp3Dom.class::cast);
  }

  private static Optional<Integer> javaRelease(@Nullable String text) {
    String number = text == null ? "" : text.strip();
    number = number.startsWith("1.") ? number.substring(2) : number;
    boolean isNumber =
        !number.isEmpty() && number.length() <= 2 && number.chars().allMatch(Character::isDigit);
    return isNumber ? Optional.of(Math.max(RELEASE_MIN, Integer.parseInt(number)))
        : Optional.empty();
  }
}
