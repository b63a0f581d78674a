package nexa.heal.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.maven.model.Dependency;
import org.apache.maven.model.Model;
import org.apache.maven.model.Parent;
import org.apache.maven.model.Repository;
import org.apache.maven.model.building.FileModelSource;
import org.apache.maven.model.building.ModelSource;
import org.apache.maven.model.io.xpp3.MavenXpp3Reader;
import org.apache.maven.model.resolution.ModelResolver;
import org.apache.maven.model.resolution.UnresolvableModelException;
import org.codehaus.plexus.util.xml.pull.XmlPullParserException;
import org.eclipse.aether.RepositoryException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the parents and BOMs a POM names, in the same commit where no library has them; of a snapshot
 * that neither has, the release it led to. Repositories a POM names are not used.
 */
final class PomResolver implements ModelResolver {

  private static final Logger LOG = LoggerFactory.getLogger(PomResolver.class);

  private final SourceTree tree;
  private final MavenRepository libraries;

  PomResolver(SourceTree tree, MavenRepository libraries) {
    this.tree = tree;
    this.libraries = libraries;
  }

  @Override
  public ModelSource resolveModel(String group, String artifact, String version)
      throws UnresolvableModelException {
    try {
      return ofLibraries(group, artifact, version);
    } catch (RepositoryException e) {
      return ofSameCommit(group, artifact)
          .or(() -> ofRelease(group, artifact, version))
          .orElseThrow(
              () -> new UnresolvableModelException(e.getMessage(), group, artifact, version, e));
    }
  }

  private ModelSource ofLibraries(String group, String artifact, String version)
      throws RepositoryException {
    Path pom = libraries.pom(group, artifact, version);
    return new FileModelSource(pom.toFile());
  }

  /** A snapshot that is gone, as the release it led to. */
  private Optional<ModelSource> ofRelease(String group, String artifact, String version) {
    String release = MavenRepository.released(version);
    if (release.equals(version)) {
      return Optional.empty();
    }
    try {
      ModelSource source = ofLibraries(group, artifact, release);
      LOG.warn("commit={} absentPom={}:{}:{}, so its release is taken", tree.commit(), group,
          artifact, version);
      return Optional.of(source);
    } catch (RepositoryException e) {
      LOG.debug("absentPom={}:{}:{} reason={}", group, artifact, release, e.getMessage());
      return Optional.empty();
    }
  }

  private Optional<ModelSource> ofSameCommit(String group, String artifact) {
    return tree.files().keySet().stream()
        .filter(path -> path.equals("pom.xml") || path.endsWith("/pom.xml"))
        .filter(path -> isOf(path, group, artifact))
        .findFirst()
        .map(path -> new TreePom(tree, path));
  }

  private boolean isOf(String path, String group, String artifact) {
    try (InputStream in = new TreePom(tree, path).getInputStream()) {
      Model model = new MavenXpp3Reader().read(in, false);
      String own = model.getGroupId();
      String inherited = model.getParent() == null ? null : model.getParent().getGroupId();
      return artifact.equals(model.getArtifactId()) && group.equals(own == null ? inherited : own);
    } catch (IOException | XmlPullParserException e) {
      return false; // a POM that cannot be read is nobody's parent
    }
  }

  @Override
  public ModelSource resolveModel(Parent parent) throws UnresolvableModelException {
    return resolveModel(parent.getGroupId(), parent.getArtifactId(), parent.getVersion());
  }

  @Override
  public ModelSource resolveModel(Dependency dependency) throws UnresolvableModelException {
    return resolveModel(
        dependency.getGroupId(), dependency.getArtifactId(), dependency.getVersion());
  }

  @Override
  public void addRepository(Repository repository) {}

  @Override
  public void addRepository(Repository repository, boolean replace) {}

  @Override
  public ModelResolver newCopy() {
    return this;
  }
}
