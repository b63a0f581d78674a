package nexa.heal.source;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import org.apache.maven.model.building.ModelSource2;
import org.jspecify.annotations.Nullable;

/** A POM in a commit; a parent's relative path is looked up in the same commit, never on disk. */
final class TreePom implements ModelSource2 {

  private final SourceTree tree;
  private final String path;

  TreePom(SourceTree tree, String path) {
    this.tree = tree;
    this.path = path;
  }

  @Override
  public InputStream getInputStream() throws IOException {
    byte[] content = tree.files().get(path);
    if (content == null) {
      throw new FileNotFoundException(getLocation());
    }
    return new ByteArrayInputStream(content);
  }

  @Override
  public String getLocation() {
    return tree.commit() + ":" + path;
  }

  /** Its path in the commit. */
  String path() {
    return path;
  }

  @Override
  public @Nullable ModelSource2 getRelatedSource(String relative) {
    return related(relative);
  }

  /** The POM at a path relative to this one's folder, or in the folder there. */
  @Nullable TreePom related(String relative) {
    String related = Path.of(path).resolveSibling(relative).normalize().toString();
    for (String candidate : new String[] {related,
      related.isEmpty() ? "pom.xml" : related + "/pom.xml"}) {
      if (tree.files().containsKey(candidate) && !candidate.equals(path)) {
        return new TreePom(tree, candidate);
      }
    }
    return null;
  }

  @Override
  public URI getLocationURI() {
    return URI.create("git:///" + tree.commit() + "/" + path.replace(" ", "%20"));
  }
}
