package nexa.heal.source;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import nexa.event.Frame;

/**
 * Projects whose build generates sources. Nexa runs no build, so classes that the main sources name and no
 * source declares are taken from what was built already: the folders of classes in the working tree, and
 * others that are given. They become one more library.
 */
public final class GeneratedClasses implements Projects {

  private static final int CLASSES_MAX = 20_000;
  private static final int DEPTH_MAX = 40;
  private static final String CLASS = ".class";

  private final Projects projects;
  private final List<Path> built;
  private final Path folder;

  /**
   * @param built folders of classes besides those of the working tree
   * @param folder where the libraries are kept
   */
  public GeneratedClasses(Projects projects, List<Path> built, Path folder) {
    this.projects = projects;
    this.built = List.copyOf(built);
    this.folder = folder;
  }

  @Override
  public Project read(Path repository, String revision) {
    return with(repository, projects.read(repository, revision));
  }

  @Override
  public Project read(Path repository, String revision, Collection<String> classes) {
    return with(repository, projects.read(repository, revision, classes));
  }

  private Project with(Path repository, Project project) {
    if (project.classpath().isEmpty()) {
      return project; // sources of several modules, not to be compiled
    }
    try {
      Map<String, Path> generated = generated(repository, project);
      return generated.isEmpty() ? project : project.with(library(generated));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the classes that were built", e);
    }
  }

  /** The files of classes by name in a library: those the sources name, and what these name in turn. */
  private Map<String, Path> generated(Path repository, Project project) throws IOException {
    Map<String, Path> candidates = candidates(repository, project);
    Map<String, Path> generated = new TreeMap<>();
    if (candidates.isEmpty()) {
      return generated;
    }
    List<String> naming = new ArrayList<>(project.mainSources().values());
    boolean isNew = true;
    while (isNew) {
      List<String> named =
          candidates.keySet().stream()
              .filter(name -> !generated.containsKey(name))
              .filter(name -> naming.stream().anyMatch(text -> text.contains(simple(name))))
              .toList();
      isNew = !named.isEmpty();
      naming.clear();
      for (String name : named) {
        Path file = candidates.get(name);
        generated.put(name, file);
        naming.add(Files.readString(file, StandardCharsets.ISO_8859_1)); // its constants are ASCII
      }
    }
    return generated;
  }

  private Map<String, Path> candidates(Path repository, Project project) throws IOException {
    DeclaredClasses declared = new DeclaredClasses(project);
    List<String> packages = declared.prefixes();
    Map<String, Path> candidates = new TreeMap<>();
    for (Path root : Stream.concat(folders(repository, project), built.stream()).toList()) {
      if (!Files.isDirectory(root)) {
        continue;
      }
      try (Stream<Path> files = Files.walk(root, DEPTH_MAX)) {
        files
            .filter(file -> file.toString().endsWith(CLASS))
            .limit(CLASSES_MAX)
            .forEach(file -> {
              String name = root.relativize(file).toString().replace('\\', '/');
              String type = type(name);
              if (packages.stream().anyMatch(it -> type.startsWith(it + "."))
                  && !declared.declare(new Frame(type, "", null, 0))) {
                candidates.putIfAbsent(name, file);
              }
            });
      }
    }
    return candidates;
  }

  /** Where Maven and Gradle leave the classes of the modules' main sources. */
  private static Stream<Path> folders(Path repository, Project project) {
    return project.modules().stream()
        .map(repository::resolve)
        .flatMap(
            module -> Stream.of(
                module.resolve("target/classes"), module.resolve("build/classes/java/main")));
  }

  private static String type(String name) {
    String type = name.substring(0, name.length() - CLASS.length()).replace('/', '.');
    int dollar = type.indexOf('$', 1);
    return dollar < 0 ? type : type.substring(0, dollar);
  }

  private static String simple(String name) {
    String type = type(name);
    return type.substring(type.lastIndexOf('.') + 1);
  }

  /** A library of files, named after what is in it. */
  private Path library(Map<String, Path> classes) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, Path> each : classes.entrySet()) {
        ZipEntry entry = new ZipEntry(each.getKey());
        entry.setTime(0);
        zip.putNextEntry(entry);
        zip.write(Files.readAllBytes(each.getValue()));
      }
    }
    CRC32 sum = new CRC32();
    sum.update(bytes.toByteArray());
    Path library =
        Files.createDirectories(folder).resolve("generated-%08x.jar".formatted(sum.getValue()));
    return Files.exists(library) ? library : Files.write(library, bytes.toByteArray());
  }
}
