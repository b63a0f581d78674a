package nexa.javaagent.hook;

import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.concurrent.atomic.AtomicInteger;
import nexa.javaagent.capture.ClassVersion;
import org.jspecify.annotations.Nullable;

/** The agent's one transformer: hooks on classes of fixed names, and captures on armed ones. */
public final class HookTransformer implements ClassFileTransformer {

  /** What the JVM loads as it verifies the weaver. */
  private static final Class<?>[] VERIFYING = {
    AssertionError.class, IndexOutOfBoundsException.class, TypeNotPresentException.class
  };

  private static final Hook[] PRINTED = {new Hook.Printed()};

  private final Equipment equipment;
  private final boolean presets;
  private final boolean printed;
  private final AtomicInteger classes = new AtomicInteger();

  /**
   * Creates a transformer.
   *
   * @param presets whether classes may have to be armed as they load
   * @param printed whether exceptions are seen as their traces are printed
   */
  public HookTransformer(Equipment equipment, boolean presets, boolean printed) {
    this.equipment = equipment;
    this.presets = presets;
    this.printed = printed;
    // So that no transformation loads a class of the JDK; of characters, as ASM makes its texts.
    hooks(new String(new char[] {'n', 'e', 'x', 'a'}));
    for (Class<?> type : VERIFYING) {
      hooks(type.getName());
    }
    ClassVersion.readable(new byte[0]);
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable ClassLoader loader,
      @Nullable String name,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] classFile) {
    classes.incrementAndGet();
    byte[] woven = weave(loader, name, redefined, ClassVersion.readable(classFile));
    return woven == null ? null : ClassVersion.restored(woven, classFile);
  }

  /** How many classes came by until now; an application that starts loads many a second. */
  public int classes() {
    return classes.get();
  }

  private byte @Nullable [] weave(
      @Nullable ClassLoader loader,
      @Nullable String name,
      @Nullable Class<?> redefined,
      byte[] classFile) {
    try {
      if (name == null) {
        return null;
      }
      Hook[] hooks = printed && isPrinter(name) ? PRINTED : hooks(name);
      if (hooks != null) {
        return HookClass.weave(classFile, hooks);
      }
      Equipment.Made made = equipment.made();
      if (made == null
          || loader == null
          || redefined == null && !presets
          || name.startsWith("nexa/javaagent/")) {
        return null;
      }
      byte[] captured = made.armory.weave(redefined, name, classFile);
      return made.watches.weave(redefined, classFile, captured);
    } catch (Throwable t) { // a class that cannot be woven is loaded as it is
      return null;
    }
  }

  /** What an exception prints its trace through; the exception itself comes first. */
  private static boolean isPrinter(String name) {
    return name.equals("java/lang/Throwable$WrappedPrintStream")
        || name.equals("java/lang/Throwable$WrappedPrintWriter");
  }

  /** Whether a class is hooked, by its name. */
  public static boolean isHooked(String className) {
    return hooks(className.replace('.', '/')) != null;
  }

  /** The hooks on a class, by its internal name. */
  private static Hook @Nullable [] hooks(String name) {
    switch (name) {
      case "java/lang/Thread":
        return new Hook[] {new Hook.ThreadDies()};
      case "java/util/logging/Logger":
        return new Hook[] {new Hook.Jul()};
      case "ch/qos/logback/classic/Logger":
        return new Hook[] {new Hook.Logback()};
      case "org/apache/logging/log4j/core/config/LoggerConfig":
        return new Hook[] {new Hook.Log4j()};
      case "sun/net/httpserver/ServerImpl$Exchange":
        return new Hook[] {new Hook.JdkHttpRun()};
      case "sun/net/httpserver/ExchangeImpl":
        return new Hook[] {new Hook.JdkHttpExchange()};
      case "com/sun/net/httpserver/Filter$Chain":
        return new Hook[] {new Hook.JdkHttpChain()};
      case "javax/servlet/http/HttpServlet":
      case "jakarta/servlet/http/HttpServlet":
        return new Hook[] {new Hook.Servlet()};
      case "org/apache/catalina/connector/CoyoteAdapter":
        return new Hook[] {new Hook.Tomcat()};
      case "org/apache/catalina/core/StandardHostValve":
        return new Hook[] {new Hook.TomcatThrown()};
      case "org/eclipse/jetty/server/Server":
        return new Hook[] {new Hook.JettyServer()};
      case "org/eclipse/jetty/server/Response":
        return new Hook[] {new Hook.JettyError()};
      case "org/eclipse/jetty/server/HttpChannel":
        return new Hook[] {new Hook.Jetty9Handle(), new Hook.Jetty9Done(), new Hook.JettyThrown()};
      case "org/eclipse/jetty/ee8/nested/HttpChannel":
      case "org/eclipse/jetty/ee9/nested/HttpChannel":
        return new Hook[] {new Hook.JettyThrown()};
      case "org/eclipse/jetty/ee10/servlet/ServletChannel":
      case "org/eclipse/jetty/ee11/servlet/ServletChannel":
        return new Hook[] {
          new Hook.JettyServlet(), new Hook.JettyServletDone(), new Hook.JettyThrown()
        };
      case "io/undertow/server/Connectors":
        return new Hook[] {new Hook.Undertow()};
      case "org/springframework/web/servlet/DispatcherServlet":
        return new Hook[] {new Hook.SpringThrown()};
      case "io/javalin/router/exception/ExceptionMapper":
        return new Hook[] {new Hook.JavalinThrown()};
      case "io/netty/channel/DefaultChannelPipeline":
        return new Hook[] {new Hook.Netty()};
      case "junit/framework/TestResult":
        return new Hook[] {new FailedTest.JUnit3()};
      case "org/junit/runner/notification/RunNotifier":
        return new Hook[] {new FailedTest.JUnit4()};
      case "org/junit/platform/engine/TestExecutionResult":
        return new Hook[] {new FailedTest.JUnitPlatform()};
      default:
        return null;
    }
  }
}
