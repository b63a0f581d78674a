package nexa.heal.sandbox.runner;

import java.io.DataInputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;

/**
 * A JVM that was started ahead: waits on standard input, then calls the methods it is told, once, and
 * streams what each returned or threw. No test engine: starting one costs more than most calls.
 */
final class TrialWorker {

  private TrialWorker() {}

  public static void main(String[] arguments) throws IOException {
    OutputStream pipe = new FileOutputStream(FileDescriptor.out);
    DataInputStream in = new DataInputStream(System.in);
    warm();
    byte[] secret = new byte[Wire.SECRET_BYTES];
    in.readFully(secret);
    String testClass = Wire.readText(in);
    List<String> methods = Wire.readTexts(in);
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false);
    System.setIn(InputStream.nullInputStream());
    System.setOut(nowhere);
    System.setErr(nowhere);
    look(testClass, methods, new Messages(pipe, secret));
    Runtime.getRuntime().halt(0); // threads that a call left behind do not hold the run up
  }

  /** Loads what every call needs while nobody waits for it. */
  private static void warm() {
    Messages messages =
        new Messages(OutputStream.nullOutputStream(), new byte[Wire.SECRET_BYTES]);
    try {
      tell(messages, "", true,
          ValueDigest.of(new Object[] {"", List.of(0), new StackTraceElement[0]}));
      call(TrialWorker.class, "noSuchMethod");
    } catch (NoSuchMethodException e) {
      tell(messages, "", false, trace(e));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Cannot warm up", e);
    }
  }

  private static void look(String testClass, List<String> methods, Messages messages) {
    int count = 0;
    for (String method : methods) {
      try {
        Class<?> type = Class.forName(testClass);
        tell(messages, method, true, ValueDigest.of(call(type, method)));
      } catch (InvocationTargetException e) {
        tell(messages, method, false, trace(e.getCause() == null ? e : e.getCause()));
      } catch (Throwable t) { // whatever a class does when it is loaded is this look's result
        tell(messages, method, false, trace(t));
      }
      count++;
    }
    int all = count;
    messages.write(Wire.FINISHED, out -> out.writeInt(all));
  }

  private static Object call(Class<?> type, String name) throws ReflectiveOperationException {
    Method method = type.getDeclaredMethod(name);
    Constructor<?> constructor = type.getDeclaredConstructor();
    method.setAccessible(true);
    constructor.setAccessible(true);
    Object result = method.invoke(constructor.newInstance());
    return result == null ? "" : result;
  }

  private static void tell(Messages messages, String method, boolean returned, String text) {
    messages.write(
        Wire.LOOK,
        out -> {
          Wire.writeText(out, method);
          out.writeBoolean(returned);
          Wire.writeText(out, text);
        });
  }

  private static String trace(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return Wire.bounded(text.toString(), Wire.FAILURE_CHARS_MAX);
  }
}
