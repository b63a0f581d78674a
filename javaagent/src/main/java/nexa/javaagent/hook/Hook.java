package nexa.javaagent.hook;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** What is woven into one watched class: straight code at entry, exits, or around the body. */
enum Hook {
  THREAD("dispatchUncaughtException", "(Ljava/lang/Throwable;)V") {
    @Override
    void enter(MethodVisitor code) {
      load(code, 0, 1);
      spy(code, "uncaught", "(Ljava/lang/Thread;Ljava/lang/Throwable;)V");
    }
  },
  JUL("log", "(Ljava/util/logging/LogRecord;)V") {
    @Override
    void enter(MethodVisitor code) {
      load(code, 0, 1, 1);
      call(code, Opcodes.INVOKEVIRTUAL, "java/util/logging/LogRecord", "getThrown",
          "()Ljava/lang/Throwable;");
      spy(code, "logged", LOGGED);
    }
  },
  LOGBACK("callAppenders", "(Lch/qos/logback/classic/spi/ILoggingEvent;)V") {
    @Override
    void enter(MethodVisitor code) {
      load(code, 0, 1, 1);
      call(code, Opcodes.INVOKEINTERFACE, "ch/qos/logback/classic/spi/ILoggingEvent",
          "getThrowableProxy", "()Lch/qos/logback/classic/spi/IThrowableProxy;");
      spy(code, "logged", LOGGED);
    }
  },
  LOG4J("callAppenders", "(Lorg/apache/logging/log4j/core/LogEvent;)V") {
    @Override
    void enter(MethodVisitor code) {
      load(code, 0, 1, 1);
      call(code, Opcodes.INVOKEINTERFACE, "org/apache/logging/log4j/core/LogEvent", "getThrown",
          "()Ljava/lang/Throwable;");
      spy(code, "logged", LOGGED);
    }
  },
  JDK_HTTP_RUN("run", "()V") {
    @Override
    void leave(MethodVisitor code) {
      spy(code, "requestEnd", "()V");
    }

    @Override
    void escape(MethodVisitor code) {
      spy(code, "requestEnd", "()V");
    }
  },
  JDK_HTTP_CHAIN("doFilter", "(Lcom/sun/net/httpserver/HttpExchange;)V") {
    @Override
    void escape(MethodVisitor code) {
      code.visitInsn(Opcodes.DUP);
      spy(code, "requestThrown", "(Ljava/lang/Throwable;)V");
    }
  },
  JDK_HTTP_EXCHANGE("sendResponseHeaders", "(IJ)V") {
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
  },
  SERVLET("service", "") {
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
      code.visitInsn(Opcodes.ACONST_NULL);
      code.visitInsn(Opcodes.ACONST_NULL);
      spy(code, "requestBegin", "(Ljava/lang/Object;Ljava/lang/Object;)V");
    }

    @Override
    void leave(MethodVisitor code) {
      load(code, 1, 2);
      code.visitInsn(Opcodes.ACONST_NULL);
      spy(code, "servletEnd", SERVLET_END);
    }

    @Override
    void escape(MethodVisitor code) {
      code.visitInsn(Opcodes.DUP);
      load(code, 1);
      code.visitInsn(Opcodes.SWAP);
      load(code, 2);
      code.visitInsn(Opcodes.SWAP);
      spy(code, "servletEnd", SERVLET_END);
    }
  };

  private static final String LOGGED =
      "(Ljava/lang/Object;Ljava/lang/Object;Ljava/lang/Object;)V";
  private static final String SERVLET_END =
      "(Ljava/lang/Object;Ljava/lang/Object;Ljava/lang/Throwable;)V";

  private final String method;
  private final String descriptor;

  Hook(String method, String descriptor) {
    this.method = method;
    this.descriptor = descriptor;
  }

  boolean matches(String name, String methodDescriptor) {
    return name.equals(method) && methodDescriptor.equals(descriptor);
  }

  /** Emits code at entry. */
  void enter(MethodVisitor code) {}

  /** Emits code before each return. */
  void leave(MethodVisitor code) {}

  /** Emits code before each return of a constructor, which has no entry code. */
  void leaveConstructor(MethodVisitor code) {}

  /** Emits code for an escaping exception, which is on the stack and must stay there. */
  void escape(MethodVisitor code) {}

  /** The woven class file, or null when the class has none of the methods. */
  byte @Nullable [] weave(byte[] classFile) {
    ClassReader reader = new ClassReader(classFile);
    ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
    HookClass hooked = new HookClass(writer);
    reader.accept(hooked, 0);
    return hooked.found ? writer.toByteArray() : null;
  }

  private static void load(MethodVisitor code, int... slots) {
    for (int slot : slots) {
      code.visitVarInsn(Opcodes.ALOAD, slot);
    }
  }

  private static void call(
      MethodVisitor code, int opcode, String owner, String name, String descriptor) {
    code.visitMethodInsn(opcode, owner, name, descriptor, opcode == Opcodes.INVOKEINTERFACE);
  }

  private static void spy(MethodVisitor code, String name, String descriptor) {
    call(code, Opcodes.INVOKESTATIC, "java/lang/NexaSpy", name, descriptor);
  }

  /** The class visitor of a hook. */
  private final class HookClass extends ClassVisitor {
    private boolean found;
    private String className = "";

    HookClass(ClassVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public void visit(
        int version,
        int access,
        String name,
        @Nullable String signature,
        @Nullable String superName,
        String @Nullable [] interfaces) {
      className = name;
      super.visit(version, access, name, signature, superName, interfaces);
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
        int access,
        String name,
        String methodDescriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      MethodVisitor next = super.visitMethod(access, name, methodDescriptor, signature, exceptions);
      int without = Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE | Opcodes.ACC_STATIC;
      if (next == null || (access & without) != 0 || !matches(name, methodDescriptor)) {
        return next;
      }
      found = true;
      return new HookMethod(next, className, name.equals("<init>"), methodDescriptor);
    }
  }

  /** The method visitor of a hook. */
  private final class HookMethod extends MethodVisitor {
    private final String className;
    private final boolean constructor;
    private final String descriptor;
    private final Label start = new Label();

    HookMethod(MethodVisitor next, String className, boolean constructor, String descriptor) {
      super(Opcodes.ASM9, next);
      this.className = className;
      this.constructor = constructor;
      this.descriptor = descriptor;
    }

    @Override
    public void visitCode() {
      super.visitCode();
      if (!constructor) {
        enter(mv);
      }
      mv.visitLabel(start);
    }

    @Override
    public void visitInsn(int opcode) {
      if (opcode == Opcodes.RETURN) {
        if (constructor) {
          leaveConstructor(mv);
        } else {
          leave(mv);
        }
      }
      super.visitInsn(opcode);
    }

    @Override
    public void visitMaxs(int maxStack, int maxLocals) {
      Label end = new Label();
      mv.visitLabel(end);
      List<Object> locals = new ArrayList<Object>();
      locals.add(className);
      for (Type argument : Type.getArgumentTypes(descriptor)) {
        locals.add(argument.getInternalName());
      }
      if (!constructor && escapes()) {
        mv.visitTryCatchBlock(start, end, end, null);
        mv.visitFrame(
            Opcodes.F_FULL, locals.size(), locals.toArray(), 1,
            new Object[] {"java/lang/Throwable"});
        escape(mv);
        mv.visitInsn(Opcodes.ATHROW);
      }
      super.visitMaxs(maxStack, maxLocals);
    }
  }

  private boolean escapes() {
    return this == JDK_HTTP_RUN || this == JDK_HTTP_CHAIN || this == SERVLET;
  }
}
