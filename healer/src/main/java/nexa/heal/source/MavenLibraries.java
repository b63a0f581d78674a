package nexa.heal.source;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import nexa.heal.source.Projects.UnreadableProject;
import org.apache.maven.model.Model;
import org.eclipse.aether.RepositoryException;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.ArtifactProperties;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.graph.Exclusion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The libraries that modules of one build declare, without the modules themselves. */
final class MavenLibraries {

  private static final Logger LOG = LoggerFactory.getLogger(MavenLibraries.class);

  private final SourceTree tree;
  private final MavenRepository libraries;

  MavenLibraries(SourceTree tree, MavenRepository libraries) {
    this.tree = tree;
    this.libraries = libraries;
  }

  /**
   * The jars of the modules' common test class path. Libraries that only tests or optional parts
   * need may be absent: what does not compile without them is left out later.
   *
   * @throws UnreadableProject when another library cannot be had
   */
  List<Path> classpath(List<Model> modules) {
    Set<String> own =
        modules.stream()
            .map(model -> model.getGroupId() + ":" + model.getArtifactId())
            .collect(Collectors.toSet());
    List<Dependency> direct = dependencies(modules, own, Model::getDependencies);
    List<Dependency> managed =
        dependencies(
            modules,
            own,
            model -> model.getDependencyManagement() == null
                ? List.of()
                : model.getDependencyManagement().getDependencies());
    try {
      return libraries.testClasspath(direct, managed);
    } catch (RepositoryException e) {
      return withoutAbsent(direct, managed, e);
    }
  }

  private List<Path> withoutAbsent(
      List<Dependency> direct, List<Dependency> managed, RepositoryException reason) {
    List<Dependency> present = new ArrayList<>();
    for (Dependency declared : direct) {
      Dependency dependency = released(declared, managed);
      if (libraries.has(dependency, managed)) {
        present.add(dependency);
      } else if (isVital(dependency)) {
        throw absent(reason);
      } else {
        LOG.warn("commit={} absentLibrary={}", tree.commit(), dependency);
      }
    }
    try {
      return libraries.testClasspath(present, managed);
    } catch (RepositoryException e) {
      throw absent(e);
    }
  }

  /** A snapshot that is gone as the release it led to. */
  private Dependency released(Dependency declared, List<Dependency> managed) {
    Artifact artifact = declared.getArtifact();
    String version = MavenRepository.released(artifact.getVersion());
    if (version.equals(artifact.getVersion()) || libraries.has(declared, managed)) {
      return declared;
    }
    LOG.warn("commit={} absentLibrary={}, so its release is taken", tree.commit(), declared);
    return declared.setArtifact(artifact.setVersion(version));
  }

  private static boolean isVital(Dependency dependency) {
    String group = dependency.getArtifact().getGroupId();
    return group.equals("junit")
        || group.startsWith("org.junit")
        || !dependency.isOptional()
            && Set.of("", "compile", "runtime").contains(dependency.getScope());
  }

  private UnreadableProject absent(RepositoryException reason) {
    return new UnreadableProject(
        "Commit " + tree.commit().substring(0, 12) + " needs a library that cannot be had: "
            + reason.getMessage() + ". Build it once with Maven on this host, so that "
            + libraries.local() + " has it.",
        reason);
  }

  /**
   * What the modules declare, the first declaration of each artifact. System-scope dependencies are
   * left out: a POM must not choose files of this host.
   */
  private static List<Dependency> dependencies(
      List<Model> modules,
      Set<String> own,
      Function<Model, List<org.apache.maven.model.Dependency>> declared) {
    Map<String, Dependency> dependencies = new LinkedHashMap<>();
    modules.stream()
        .flatMap(model -> declared.apply(model).stream())
        .filter(each -> !"system".equals(each.getScope()) && each.getVersion() != null)
        .filter(each -> !own.contains(each.getGroupId() + ":" + each.getArtifactId()))
        .forEach(each -> dependencies.putIfAbsent(each.getManagementKey(), dependency(each)));
    return List.copyOf(dependencies.values());
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
}
