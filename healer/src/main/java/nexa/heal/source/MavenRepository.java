package nexa.heal.source;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.apache.maven.model.Repository;
import org.apache.maven.model.building.DefaultModelProcessor;
import org.apache.maven.model.io.DefaultModelReader;
import org.apache.maven.model.superpom.DefaultSuperPomProvider;
import org.apache.maven.repository.internal.MavenRepositorySystemUtils;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.RepositoryException;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.repository.LocalRepository;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.supplier.RepositorySystemSupplier;
import org.eclipse.aether.util.repository.SimpleArtifactDescriptorPolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The libraries a build may use: a local Maven repository, whatever remote its files once came from,
 * and Maven Central for what it lacks. Repositories named in a project's POM are never contacted.
 */
public final class MavenRepository {

  private static final Logger LOG = LoggerFactory.getLogger(MavenRepository.class);
  private static final RemoteRepository CENTRAL = central();
  private static final String SNAPSHOT = "-SNAPSHOT";
  private static final int CONNECT_TIMEOUT_MILLIS = 10_000;
  private static final int REQUEST_TIMEOUT_MILLIS = 60_000;

  private final RepositorySystem system = new RepositorySystemSupplier().get();
  private final Path local;
  private final boolean online;

  /**
   * @param local the local repository's folder
   * @param online whether Maven Central may be asked for what it lacks
   */
  public MavenRepository(Path local, boolean online) {
    this.local = local;
    this.online = online;
  }

  /** Maven Central, as Maven's own super POM names it. */
  private static RemoteRepository central() {
    Repository central =
        new DefaultSuperPomProvider()
            .setModelProcessor(new DefaultModelProcessor().setModelReader(new DefaultModelReader()))
            .getSuperModel("4.0.0")
            .getRepositories()
            .getFirst();
    return new RemoteRepository.Builder(central.getId(), "default", central.getUrl()).build();
  }

  /** This user's: {@code maven.repo.local}, the settings' {@code localRepository}, or {@code ~/.m2}. */
  public static MavenRepository ofUser() {
    Path home = Path.of(System.getProperty("user.home"));
    String configured = System.getProperty("maven.repo.local");
    if (configured == null) {
      configured = localRepositoryIn(home.resolve(".m2/settings.xml"));
    }
    Path local =
        configured.isBlank()
            ? home.resolve(".m2/repository")
            : Path.of(configured.strip().replace("${user.home}", home.toString()));
    return new MavenRepository(local, true);
  }

  private static String localRepositoryIn(Path settings) {
    if (!Files.isRegularFile(settings)) {
      return "";
    }
    XMLInputFactory xml = XMLInputFactory.newFactory();
    xml.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    try (InputStream in = Files.newInputStream(settings)) {
      XMLStreamReader reader = xml.createXMLStreamReader(in);
      while (reader.hasNext()) {
        if (reader.next() == XMLStreamReader.START_ELEMENT
            && reader.getLocalName().equals("localRepository")) {
          return reader.getElementText();
        }
      }
    } catch (IOException | XMLStreamException e) {
      LOG.warn("file={} unreadable={}", settings, e.getMessage());
    }
    return "";
  }

  /** The folder of the local repository. */
  Path local() {
    return local;
  }

  /** The release that a snapshot led to; another version as it is. */
  static String released(String version) {
    return version.endsWith(SNAPSHOT)
        ? version.substring(0, version.length() - SNAPSHOT.length())
        : version;
  }

  /** The POM of an artifact. */
  Path pom(String group, String artifact, String version) throws RepositoryException {
    ArtifactRequest request =
        new ArtifactRequest(
            new DefaultArtifact(group, artifact, "pom", version), List.of(CENTRAL), null);
    return offlineFirst(session -> system.resolveArtifact(session, request)).getArtifact().getFile()
        .toPath();
  }

  /** The jars of a test class path in Maven's order, what JUnit needs to be launched included. */
  List<Path> testClasspath(List<Dependency> direct, List<Dependency> managed)
      throws RepositoryException {
    List<Artifact> jars =
        offlineFirst(
            session -> {
              List<Artifact> declared = resolve(session, direct, managed);
              List<Dependency> launchable = new ArrayList<>(JUnitJars.upgraded(direct));
              List<Dependency> missing = JUnitJars.missing(declared);
              launchable.addAll(missing);
              return missing.isEmpty() ? declared : resolve(session, launchable, managed);
            });
    return jars.stream().map(Artifact::getFile).filter(Objects::nonNull).map(File::toPath).toList();
  }

  /** Whether a dependency and all it brings can be had. */
  boolean has(Dependency dependency, List<Dependency> managed) {
    try {
      var unused = offlineFirst(session -> resolve(session, List.of(dependency), managed));
      return true;
    } catch (RepositoryException e) {
      LOG.debug("absent={} reason={}", dependency, e.getMessage());
      return false;
    }
  }

  private List<Artifact> resolve(
      DefaultRepositorySystemSession session, List<Dependency> direct, List<Dependency> managed)
      throws RepositoryException {
    CollectRequest collect = new CollectRequest(direct, managed, List.of(CENTRAL));
    return system.resolveDependencies(session, new DependencyRequest(collect, null))
        .getArtifactResults().stream()
        .map(ArtifactResult::getArtifact)
        .filter(artifact -> artifact.getExtension().equals("jar"))
        .toList();
  }

  /** Without the network if that will do: a warm local repository answers in milliseconds. */
  private <T> T offlineFirst(Question<T> question) throws RepositoryException {
    try {
      return question.ask(session(true));
    } catch (RepositoryException e) {
      if (!online) {
        throw e;
      }
      LOG.debug("repository={} lacks={}", local, e.getMessage());
      return question.ask(session(false));
    }
  }

  private DefaultRepositorySystemSession session(boolean offline) {
    DefaultRepositorySystemSession session = MavenRepositorySystemUtils.newSession();
    session.setOffline(offline);
    // Without java.version no profile that asks for a JDK can be judged, and its whole POM is left out.
    session.setSystemProperties(System.getProperties());
    // Offline, a missing POM must fail: what it would bring in would be silently left out.
    session.setArtifactDescriptorPolicy(new SimpleArtifactDescriptorPolicy(!offline, true));
    session.setConfigProperty("aether.connector.connectTimeout", CONNECT_TIMEOUT_MILLIS);
    session.setConfigProperty("aether.connector.requestTimeout", REQUEST_TIMEOUT_MILLIS);
    // "simple" takes a file whatever remote it came from: a company's mirror is none of our business.
    session.setLocalRepositoryManager(
        system.newLocalRepositoryManager(session, new LocalRepository(local.toFile(), "simple")));
    return session;
  }

  @FunctionalInterface
  private interface Question<T> {
    T ask(DefaultRepositorySystemSession session) throws RepositoryException;
  }
}
