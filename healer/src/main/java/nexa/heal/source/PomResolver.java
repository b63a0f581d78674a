package nexa.heal.source;

import java.nio.file.Path;
import org.apache.maven.model.Dependency;
import org.apache.maven.model.Parent;
import org.apache.maven.model.Repository;
import org.apache.maven.model.building.FileModelSource;
import org.apache.maven.model.building.ModelSource;
import org.apache.maven.model.resolution.ModelResolver;
import org.apache.maven.model.resolution.UnresolvableModelException;
import org.eclipse.aether.RepositoryException;

/** Finds the parents and BOMs a POM names; repositories a POM names are not used. */
final class PomResolver implements ModelResolver {

  private final MavenRepository libraries;

  PomResolver(MavenRepository libraries) {
    this.libraries = libraries;
  }

  @Override
  public ModelSource resolveModel(String group, String artifact, String version)
      throws UnresolvableModelException {
    try {
      Path pom = libraries.pom(group, artifact, version);
      return new FileModelSource(pom.toFile());
    } catch (RepositoryException e) {
      throw new UnresolvableModelException(e.getMessage(), group, artifact, version, e);
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
