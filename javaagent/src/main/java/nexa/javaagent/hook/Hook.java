package nexa.javaagent.hook;

import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** What is woven into one watched class: straight code at entry, exits, or around the body. */
abstract class Hook {

  private static final String[] NONE = {};
  static final String LOGGED =
      "(Ljava/lang/Object;Ljava/lang/Object;Ljava/lang/Object;)V";
  static final String END =
      "(Ljava/lang/Object;Ljava/lang/Object;Ljava/lang/Throwable;)V";

  private final String method;
  private final String descriptor;
  private final boolean surrounds;

  Hook(String method, String descriptor) {
    this(method, descriptor, false);
  }

  Hook(String method, String descriptor, boolean surrounds) {
    this.method = method;
    this.descriptor = descriptor;
    this.surrounds = surrounds;
  }

  /** Whether it is woven around the body rather than before it. */
  boolean surrounds() {
    return surrounds;
  }

  boolean matches(String name, String methodDescriptor) {
    return name.equals(method) && methodDescriptor.equals(descriptor);
  }

  /** Methods of the class itself that the woven code calls, each a name and a descriptor. */
  String[] calls() {
    return NONE;
  }

  /** Emits code at entry. */
  void enter(MethodVisitor code) {}

  /** Emits code before each return. */
  void leave(MethodVisitor code) {}

  /** Emits code before each return of a constructor, which has no entry code. */
  void leaveConstructor(MethodVisitor code) {}

  /** Emits code for an escaping exception, which is on the stack and must stay there. */
  void escape(MethodVisitor code) {}

  /** The request begins; where the outermost code of a server says so, whatever was open is over. */
  static void begin(MethodVisitor code, boolean outermost) {
    if (outermost) {
      code.visitLdcInsn("");
    } else {
      code.visitInsn(Opcodes.ACONST_NULL);
    }
    code.visitInsn(Opcodes.ACONST_NULL);
    spy(code, "requestBegin", "(Ljava/lang/Object;Ljava/lang/Object;)V");
  }

  /** The request ends; its response says how. */
  static void end(MethodVisitor code, int request, int response) {
    load(code, request, response);
    code.visitInsn(Opcodes.ACONST_NULL);
    spy(code, "servletEnd", END);
  }

  /** The request ends without a word about the response. */
  static void nothingEnds(MethodVisitor code) {
    code.visitInsn(Opcodes.ACONST_NULL);
    code.visitInsn(Opcodes.ACONST_NULL);
    code.visitInsn(Opcodes.ACONST_NULL);
    spy(code, "servletEnd", END);
  }

  /** A request's exception, held until its response is known. */
  static void thrown(MethodVisitor code, int slot) {
    load(code, slot);
    spy(code, "requestThrown", "(Ljava/lang/Throwable;)V");
  }

  static void load(MethodVisitor code, int... slots) {
    for (int slot : slots) {
      code.visitVarInsn(Opcodes.ALOAD, slot);
    }
  }

  static void call(
      MethodVisitor code, int opcode, String owner, String name, String descriptor) {
    code.visitMethodInsn(opcode, owner, name, descriptor, opcode == Opcodes.INVOKEINTERFACE);
  }

  static void spy(MethodVisitor code, String name, String descriptor) {
    call(code, Opcodes.INVOKESTATIC, "java/lang/NexaSpy", name, descriptor);
  }

  static final class ThreadDies extends Hook {
    ThreadDies() {
      super("dispatchUncaughtException", "(Ljava/lang/Throwable;)V");
    }

    @Override
    void enter(MethodVisitor code) {
      load(code, 0, 1);
      spy(code, "uncaught", "(Ljava/lang/Thread;Ljava/lang/Throwable;)V");
    }
  }

  static final class Jul extends Hook {
    Jul() {
      super("log", "(Ljava/util/logging/LogRecord;)V");
    }

    @Override
    void enter(MethodVisitor code) {
      load(code, 0, 1, 1);
      call(code, Opcodes.INVOKEVIRTUAL, "java/util/logging/LogRecord", "getThrown",
          "()Ljava/lang/Throwable;");
      spy(code, "logged", LOGGED);
    }
  }

  static final class Logback extends Hook {
    Logback() {
      super("callAppenders", "(Lch/qos/logback/classic/spi/ILoggingEvent;)V");
    }

    @Override
    void enter(MethodVisitor code) {
      load(code, 0, 1, 1);
      call(code, Opcodes.INVOKEINTERFACE, "ch/qos/logback/classic/spi/ILoggingEvent",
          "getThrowableProxy", "()Lch/qos/logback/classic/spi/IThrowableProxy;");
      spy(code, "logged", LOGGED);
    }
  }

  static final class Log4j extends Hook {
    Log4j() {
      super("callAppenders", "(Lorg/apache/logging/log4j/core/LogEvent;)V");
    }

    @Override
    void enter(MethodVisitor code) {
      load(code, 0, 1, 1);
      call(code, Opcodes.INVOKEINTERFACE, "org/apache/logging/log4j/core/LogEvent", "getThrown",
          "()Ljava/lang/Throwable;");
      spy(code, "logged", LOGGED);
    }
  }

  static final class Printed extends Hook {
    Printed() {
      super("println", "(Ljava/lang/Object;)V");
    }

    @Override
    void enter(MethodVisitor code) {
      load(code, 1);
      spy(code, "printed", "(Ljava/lang/Object;)V");
    }
  }

  static final class JdkHttpRun extends Hook {
    JdkHttpRun() {
      super("run", "()V", true);
    }

    @Override
    void leave(MethodVisitor code) {
      spy(code, "requestEnd", "()V");
    }

    @Override
    void escape(MethodVisitor code) {
      spy(code, "requestEnd", "()V");
    }
  }

  static final class JdkHttpChain extends Hook {
    JdkHttpChain() {
      super("doFilter", "(Lcom/sun/net/httpserver/HttpExchange;)V", true);
    }

    @Override
    void escape(MethodVisitor code) {
      code.visitInsn(Opcodes.DUP);
      spy(code, "requestThrown", "(Ljava/lang/Throwable;)V");
    }
  }

  static final class JdkHttpExchange extends Hook {
    JdkHttpExchange() {
      super("sendResponseHeaders", "(IJ)V");
    }

    private static final String OWNER = "sun/net/httpserver/ExchangeImpl";

    @Override
    boolean matches(String name, String descriptor) {
      return super.matches(name, descriptor) || begins(name, descriptor);
    }

    @Override
    void enter(MethodVisitor code) {
      code.visitVarInsn(Opcodes.ILOAD, 1);
      load(code, 0);
      call(code, Opcodes.INVOKEVIRTUAL, OWNER, "getRequestMethod", "()Ljava/lang/String;");
      load(code, 0);
      call(code, Opcodes.INVOKEVIRTUAL, OWNER, "getRequestURI", "()Ljava/net/URI;");
      spy(code, "requestStatus", "(ILjava/lang/Object;Ljava/lang/Object;)V");
    }

    @Override
    void leaveConstructor(MethodVisitor code) {
      load(code, 1, 2);
      spy(code, "requestBegin", "(Ljava/lang/Object;Ljava/lang/Object;)V");
    }

    private boolean begins(String name, String descriptor) {
      return name.equals("<init>") && descriptor.startsWith("(Ljava/lang/String;Ljava/net/URI;");
    }
  }

  static final class Servlet extends Hook {
    Servlet() {
      super("service", "", true);
    }

    @Override
    boolean matches(String name, String descriptor) {
      return name.equals("service")
          && (descriptor.equals(
              "(Ljavax/servlet/ServletRequest;Ljavax/servlet/ServletResponse;)V")
              || descriptor.equals(
                  "(Ljakarta/servlet/ServletRequest;Ljakarta/servlet/ServletResponse;)V"));
    }

    @Override
    void enter(MethodVisitor code) {
      begin(code, false);
    }

    @Override
    void leave(MethodVisitor code) {
      load(code, 1, 2);
      code.visitInsn(Opcodes.ACONST_NULL);
      spy(code, "servletEnd", END);
    }

    @Override
    void escape(MethodVisitor code) {
      code.visitInsn(Opcodes.DUP);
      load(code, 1);
      code.visitInsn(Opcodes.SWAP);
      load(code, 2);
      code.visitInsn(Opcodes.SWAP);
      spy(code, "servletEnd", END);
    }
  }

  static final class Tomcat extends Hook {
    Tomcat() {
      super("service", "(Lorg/apache/coyote/Request;Lorg/apache/coyote/Response;)V", true);
    }

    @Override
    boolean matches(String name, String descriptor) {
      return super.matches(name, descriptor)
          || name.equals("asyncDispatch")
              && descriptor.startsWith("(Lorg/apache/coyote/Request;Lorg/apache/coyote/Response;");
    }

    @Override
    void enter(MethodVisitor code) {
      begin(code, true);
    }

    @Override
    void leave(MethodVisitor code) {
      end(code, 1, 2);
    }

    @Override
    void escape(MethodVisitor code) {
      end(code, 1, 2);
    }
  }

  static final class TomcatThrown extends Hook {
    TomcatThrown() {
      super("throwable",
          "(Lorg/apache/catalina/connector/Request;Lorg/apache/catalina/connector/Response;"
              + "Ljava/lang/Throwable;)V");
    }

    @Override
    void enter(MethodVisitor code) {
      thrown(code, 3);
    }
  }

  static final class JettyServer extends Hook {
    JettyServer() {
      super("handle",
          "(Lorg/eclipse/jetty/server/Request;Lorg/eclipse/jetty/server/Response;"
              + "Lorg/eclipse/jetty/util/Callback;)Z",
          true);
    }

    @Override
    void enter(MethodVisitor code) {
      begin(code, true);
    }

    @Override
    void leave(MethodVisitor code) {
      end(code, 1, 2);
    }

    @Override
    void escape(MethodVisitor code) {
      nothingEnds(code); // what escapes is answered by JettyError
    }
  }

  static final class JettyError extends Hook {
    JettyError() {
      super("writeError",
          "(Lorg/eclipse/jetty/server/Request;Lorg/eclipse/jetty/server/Response;"
              + "Lorg/eclipse/jetty/util/Callback;ILjava/lang/String;Ljava/lang/Throwable;)V");
    }

    @Override
    void enter(MethodVisitor code) {
      code.visitVarInsn(Opcodes.ILOAD, 3);
      load(code, 0, 5);
      spy(code, "responseFailed", "(ILjava/lang/Object;Ljava/lang/Throwable;)V");
    }
  }

  static final class JettyThrown extends Hook {
    JettyThrown() {
      super("handleException", "(Ljava/lang/Throwable;)V");
    }

    @Override
    void enter(MethodVisitor code) {
      thrown(code, 1);
    }
  }

  static final class JettyServlet extends Hook {
    JettyServlet() {
      super("handle", "()V");
    }

    @Override
    void enter(MethodVisitor code) {
      spy(code, "responding", "()V");
    }
  }

  static final class JettyServletDone extends Hook {
    JettyServletDone() {
      super("onCompleted", "()V");
    }

    @Override
    void enter(MethodVisitor code) {
      load(code, 0);
      spy(code, "responded", "(Ljava/lang/Object;)V");
    }
  }

  static final class Jetty9Handle extends Hook {
    Jetty9Handle() {
      super("handle", "()Z", true);
    }

    @Override
    void enter(MethodVisitor code) {
      begin(code, true);
    }

    @Override
    void leave(MethodVisitor code) {
      nothingEnds(code);
    }

    @Override
    void escape(MethodVisitor code) {
      nothingEnds(code);
    }
  }

  static final class Jetty9Done extends Hook {
    Jetty9Done() {
      super("onCompleted", "()V");
    }

    private static final String OWNER = "org/eclipse/jetty/server/HttpChannel";
    private static final String REQUEST = "()Lorg/eclipse/jetty/server/Request;";
    private static final String RESPONSE = "()Lorg/eclipse/jetty/server/Response;";

    @Override
    String[] calls() {
      return new String[] {"getRequest" + REQUEST, "getResponse" + RESPONSE};
    }

    @Override
    void enter(MethodVisitor code) {
      load(code, 0);
      call(code, Opcodes.INVOKEVIRTUAL, OWNER, "getRequest", REQUEST);
      load(code, 0);
      call(code, Opcodes.INVOKEVIRTUAL, OWNER, "getResponse", RESPONSE);
      code.visitInsn(Opcodes.ACONST_NULL);
      spy(code, "servletEnd", END);
    }
  }

  static final class Undertow extends Hook {
    Undertow() {
      super("executeRootHandler",
          "(Lio/undertow/server/HttpHandler;Lio/undertow/server/HttpServerExchange;)V",
          true);
    }

    @Override
    void enter(MethodVisitor code) {
      begin(code, true);
    }

    @Override
    void leave(MethodVisitor code) {
      end(code, 1, 1);
    }

    @Override
    void escape(MethodVisitor code) {
      end(code, 1, 1);
    }
  }

  static final class SpringThrown extends Hook {
    SpringThrown() {
      super("processHandlerException", "");
    }

    @Override
    boolean matches(String name, String descriptor) {
      return super.matches(name, "")
          && (descriptor.startsWith(
              "(Ljakarta/servlet/http/HttpServletRequest;Ljakarta/servlet/http/"
                  + "HttpServletResponse;Ljava/lang/Object;Ljava/lang/Exception;)")
              || descriptor.startsWith(
                  "(Ljavax/servlet/http/HttpServletRequest;Ljavax/servlet/http/"
                      + "HttpServletResponse;Ljava/lang/Object;Ljava/lang/Exception;)"));
    }

    @Override
    void enter(MethodVisitor code) {
      thrown(code, 4);
    }
  }

  static final class JavalinThrown extends Hook {
    JavalinThrown() {
      super("handle$javalin", "(Lio/javalin/http/Context;Ljava/lang/Throwable;)V");
    }

    @Override
    void enter(MethodVisitor code) {
      thrown(code, 2);
    }
  }

  static final class Netty extends Hook {
    Netty() {
      super("onUnhandledInboundException", "(Ljava/lang/Throwable;)V");
    }

    @Override
    void enter(MethodVisitor code) {
      load(code, 1);
      spy(code, "unhandled", "(Ljava/lang/Throwable;)V");
    }
  }
}
