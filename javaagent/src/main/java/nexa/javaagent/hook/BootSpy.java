package nexa.javaagent.hook;

import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import nexa.javaagent.Modules;
import nexa.javaagent.capture.ClassFiles;

/**
 * Puts the hook class into the boot loader: defined into java.base on Java 9 and later, by a small
 * jar on the boot search path on 8 (where that does not disturb class data sharing).
 */
public final class BootSpy {

  private static final String[] CLASSES = {"java/lang/NexaSink.class", "java/lang/NexaSpy.class"};

  private BootSpy() {}

  public static void define(Instrumentation instrumentation) throws Exception {
    if (Modules.present()) {
      Modules.open(instrumentation, Object.class);
      for (String resource : CLASSES) {
        Modules.define(Object.class, bytes(resource));
      }
    } else {
      instrumentation.appendToBootstrapClassLoaderSearch(new JarFile(bootJar()));
    }
  }

  private static File bootJar() throws IOException {
    File jar = File.createTempFile("nexa-spy", ".jar");
    jar.deleteOnExit();
    JarOutputStream out = new JarOutputStream(new FileOutputStream(jar));
    try {
      for (String resource : CLASSES) {
        out.putNextEntry(new JarEntry(resource));
        out.write(bytes(resource));
      }
    } finally {
      out.close();
    }
    return jar;
  }

  private static byte[] bytes(String resource) throws IOException {
    InputStream in = BootSpy.class.getClassLoader().getResourceAsStream(resource);
    if (in == null) {
      throw new IOException("The agent jar is incomplete: no " + resource);
    }
    return ClassFiles.readAll(in);
  }
}
