package nexa.heal.source;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
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
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.eclipse.aether.RepositoryException;
import org.eclipse.aether.artifact.ArtifactProperties;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.graph.Exclusion;
import org.jspecify.annotations.Nullable;

/** A commit's Maven build as its effective POM describes it. */
final class MavenBuild {

  private static final String COMPILER = "org.apache.maven.plugins:maven-compiler-plugin";
  private static final List<String> SYSTEM_PROPERTIES =
      List.of("java.version", "java.specification.version", "os.name", "os.arch", "os.version");
  private static final List<String> BASE_FOLDERS =
      List.of("${project.basedir}/", "${basedir}/", "${pom.basedir}/", "./");

  /** The oldest release today's compilers still know. */
  private static final int RELEASE_MIN = 8;

  private final SourceTree tree;
  private final MavenRepository libraries;

  MavenBuild(SourceTree tree, MavenRepository libraries) {
    this.tree = tree;
    this.libraries = libraries;
  }

  Project project() {
    Model model = effectiveModel();
    if (!model.getModules().isEmpty()) {
      throw new UnreadableProject(
          at() + " is a build of several modules, which Nexa cannot read yet: give the service a"
              + " repository with one module.");
    }
    Build build = model.getBuild();
    return new Project(
        tree,
        roots(Stream.of(build.getSourceDirectory())),
        roots(Stream.of(build.getTestSourceDirectory())),
        roots(build.getResources().stream().map(Resource::getDirectory)),
        roots(build.getTestResources().stream().map(Resource::getDirectory)),
        classpath(model),
        release(model));
  }

  private String at() {
    return "Commit " + tree.commit().substring(0, 12);
  }

  private Model effectiveModel() {
    Properties system = new Properties();
    SYSTEM_PROPERTIES.forEach(name -> system.setProperty(name, System.getProperty(name, "")));
    ModelBuildingRequest request =
        new DefaultModelBuildingRequest()
            .setModelSource(new TreePom(tree, "pom.xml"))
            .setModelResolver(new PomResolver(libraries))
            .setSystemProperties(system)
            .setProcessPlugins(false)
            .setValidationLevel(ModelBuildingRequest.VALIDATION_LEVEL_MINIMAL);
    try {
      return new DefaultModelBuilderFactory().newInstance().build(request).getEffectiveModel();
    } catch (ModelBuildingException e) {
      String problem =
          e.getProblems().stream().findFirst().map(ModelProblem::getMessage).orElse(e.getMessage());
      throw new UnreadableProject(
          at() + " has a pom.xml that Maven cannot read: " + Objects.requireNonNullElse(problem, "")
              + " Build it once with Maven on this host, then try again.",
          e);
    }
  }

  private List<String> roots(Stream<@Nullable String> folders) {
    return folders.flatMap(Stream::ofNullable).map(MavenBuild::relative).distinct().toList();
  }

  private static String relative(String folder) {
    String path = folder.replace('\\', '/');
    for (String base : BASE_FOLDERS) {
      path = path.startsWith(base) ? path.substring(base.length()) : path;
    }
    return Path.of(path).normalize().toString().replace('\\', '/');
  }

  private List<Path> classpath(Model model) {
    List<Dependency> managed =
        model.getDependencyManagement() == null
            ? List.of()
            : dependencies(model.getDependencyManagement().getDependencies());
    try {
      return libraries.testClasspath(dependencies(model.getDependencies()), managed);
    } catch (RepositoryException e) {
      throw new UnreadableProject(
          at() + " needs a library that cannot be had: " + e.getMessage()
              + ". Build it once with Maven on this host, so that " + libraries.local()
              + " has it.",
          e);
    }
  }

  /** System-scope dependencies are left out: a POM must not choose files of this host. */
  private static List<Dependency> dependencies(List<org.apache.maven.model.Dependency> declared) {
    return declared.stream()
        .filter(dependency -> !"system".equals(dependency.getScope()))
        .map(MavenBuild::dependency)
        .toList();
  }

  private static Dependency dependency(org.apache.maven.model.Dependency declared) {
    boolean testJar = "test-jar".equals(declared.getType());
    String classifier =
        Objects.requireNonNullElse(declared.getClassifier(), testJar ? "tests" : "");
    String extension =
        switch (declared.getType()) {
          case "test-jar", "ejb", "maven-plugin", "bundle", "eclipse-plugin" -> "jar";
          default -> declared.getType();
        };
    DefaultArtifact artifact =
        new DefaultArtifact(
            declared.getGroupId(),
            declared.getArtifactId(),
            classifier,
            extension,
            declared.getVersion(),
            Map.of(ArtifactProperties.TYPE, declared.getType()),
            (java.io.File) null);
    List<Exclusion> exclusions =
        declared.getExclusions().stream()
            .map(e -> new Exclusion(e.getGroupId(), e.getArtifactId(), "*", "*"))
            .toList();
    return new Dependency(artifact, declared.getScope(), declared.isOptional(), exclusions);
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
