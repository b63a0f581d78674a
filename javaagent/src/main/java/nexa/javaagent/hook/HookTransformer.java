package nexa.javaagent.hook;

import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import nexa.javaagent.capture.Armory;
import nexa.javaagent.capture.ClassVersion;
import nexa.javaagent.swap.Watches;
import org.jspecify.annotations.Nullable;

/** The agent's one transformer: hooks on classes of fixed names, and captures on armed ones. */
public final class HookTransformer implements ClassFileTransformer {

  private final Armory armory;
  private final Watches watches;
  private final boolean presets;

  /**
   * Creates a transformer.
   *
   * @param presets whether classes may have to be armed as they load
   */
  public HookTransformer(Armory armory, Watches watches, boolean presets) {
    this.armory = armory;
    this.watches = watches;
    this.presets = presets;
    hook("nexa/Warm"); // so that the first transformation loads nothing
    ClassVersion.readable(new byte[0]);
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable ClassLoader loader,
      @Nullable String name,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] classFile) {
    byte[] woven = weave(loader, name, redefined, ClassVersion.readable(classFile));
    return woven == null ? null : ClassVersion.restored(woven, classFile);
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
      Hook hook = hook(name);
      if (hook != null) {
        return hook.weave(classFile);
      }
      if (loader == null || redefined == null && !presets || name.startsWith("nexa/javaagent/")) {
        return null;
      }
      byte[] captured = armory.weave(redefined, name, classFile);
      return watches.weave(redefined, classFile, captured);
    } catch (Throwable t) { // a class that cannot be woven is loaded as it is
      return null;
    }
  }

  /** Whether a class is hooked, by its name. */
  public static boolean hooks(String className) {
    return hook(className.replace('.', '/')) != null;
  }

  /** The hook on a class, by its internal name. */
  private static @Nullable Hook hook(String name) {
    switch (name) {
      case "java/lang/Thread":
        return Hook.THREAD;
      case "java/util/logging/Logger":
        return Hook.JUL;
      case "ch/qos/logback/classic/Logger":
        return Hook.LOGBACK;
      case "org/apache/logging/log4j/core/config/LoggerConfig":
        return Hook.LOG4J;
      case "sun/net/httpserver/ServerImpl$Exchange":
        return Hook.JDK_HTTP_RUN;
      case "sun/net/httpserver/ExchangeImpl":
        return Hook.JDK_HTTP_EXCHANGE;
      case "com/sun/net/httpserver/Filter$Chain":
        return Hook.JDK_HTTP_CHAIN;
      case "javax/servlet/http/HttpServlet":
      case "jakarta/servlet/http/HttpServlet":
        return Hook.SERVLET;
      default:
        return null;
    }
  }
}
