package nexa.javaagent.swap;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles source text to class files in memory. */
public final class Sources {

  private Sources() {}

  /** The class files by class name of one source file. */
  public static Map<String, byte[]> compile(String className, String source, int release) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    Map<String, ByteArrayOutputStream> made = new TreeMap<>();
    StringWriter messages = new StringWriter();
    StandardJavaFileManager standard = compiler.getStandardFileManager(null, null, null);
    JavaFileManager files =
        new ForwardingJavaFileManager<StandardJavaFileManager>(standard) {
          @Override
          public JavaFileObject getJavaFileForOutput(
              Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
            made.put(name, new ByteArrayOutputStream());
            return new SimpleJavaFileObject(URI.create("mem:///" + name), kind) {
              @Override
              public OutputStream openOutputStream() {
                return made.get(name);
              }
            };
          }
        };
    JavaFileObject text =
        new SimpleJavaFileObject(
            URI.create("mem:///" + className.replace('.', '/') + ".java"),
            JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }
        };
    List<String> options =
        Arrays.asList("--release", String.valueOf(release), "-g", "-parameters", "-Xlint:none");
    boolean done =
        compiler.getTask(messages, files, null, options, null, List.of(text)).call();
    try {
      files.close();
    } catch (IOException e) {
      throw new IllegalStateException("The compiler's files do not close", e);
    }
    if (!done) {
      throw new IllegalArgumentException("Does not compile: " + messages + "\n" + source);
    }
    Map<String, byte[]> classes = new TreeMap<>();
    made.forEach((name, bytes) -> classes.put(name, bytes.toByteArray()));
    return classes;
  }
}
