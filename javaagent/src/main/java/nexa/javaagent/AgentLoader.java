package nexa.javaagent;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.net.URISyntaxException;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * The class loader of the agent. Its classes stand in the agent's jar where no class path scanner
 * and no other class loader takes them for classes, and its parent is the boot loader, so that
 * nothing of the application can meet anything of the agent.
 */
final class AgentLoader extends ClassLoader {

  private static final String OWN = "nexa.javaagent.";
  private static final String LAUNCH = OWN + "Launch";
  private static final String FOLDER = "inst/";
  private static final int CLASS_BYTES_MAX = 1 << 20;

  static {
    registerAsParallelCapable();
  }

  private final ZipFile jar;

  private AgentLoader(ZipFile jar) {
    super(null);
    this.jar = jar;
  }

  /**
   * Starts the agent in a class loader of its own. A method of two references is called, because
   * Java 25 calls that with what it has ready; for a boolean it spins classes, in 20 ms of CPU.
   */
  static void launch(
      @Nullable String arguments, Instrumentation instrumentation, boolean attached)
      throws Throwable {
    AgentLoader loader = new AgentLoader(new ZipFile(jar()));
    try {
      loader
          .loadClass(LAUNCH)
          .getMethod(attached ? "byAttach" : "atStart", String.class, Instrumentation.class)
          .invoke(null, arguments, instrumentation);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  private static File jar() throws URISyntaxException {
    return new File(
        AgentLoader.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(OWN)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? findClass(name) : loaded;
    }
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] classFile;
    try {
      classFile = read(entry(name.replace('.', '/')));
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
    if (classFile == null) {
      throw new ClassNotFoundException(name);
    }
    return defineClass(name, classFile, 0, classFile.length);
  }

  @Override
  public @Nullable InputStream getResourceAsStream(String name) {
    if (!name.endsWith(".class")) {
      return null;
    }
    ZipEntry entry = jar.getEntry(entry(name.substring(0, name.length() - ".class".length())));
    try {
      return entry == null ? null : jar.getInputStream(entry);
    } catch (IOException e) { // as any class loader does
      return null;
    }
  }

  private static String entry(String internalName) {
    return FOLDER + internalName + ".classdata";
  }

  private byte @Nullable [] read(String name) throws IOException {
    ZipEntry entry = jar.getEntry(name);
    if (entry == null || entry.getSize() < 0 || entry.getSize() > CLASS_BYTES_MAX) {
      return null;
    }
    byte[] bytes = new byte[(int) entry.getSize()];
    InputStream in = jar.getInputStream(entry);
    try {
      for (int have = 0; have < bytes.length;) {
        int more = in.read(bytes, have, bytes.length - have);
        if (more < 0) {
          throw new IOException("The agent's jar is cut short at " + name);
        }
        have += more;
      }
      return bytes;
    } finally {
      in.close();
    }
  }
}
