package nexa.javaagent.hook;

import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** A test framework is told what a test threw: nobody else would see it, for the framework caught it. */
abstract class FailedTest extends Hook {

  private FailedTest(String method, String descriptor) {
    super(method, descriptor);
  }

  /** Puts what the test threw on the stack. */
  abstract void thrown(MethodVisitor code);

  @Override
  final void enter(MethodVisitor code) {
    call(code, Opcodes.INVOKESTATIC, "java/lang/Thread", "currentThread", "()Ljava/lang/Thread;");
    thrown(code);
    spy(code, "uncaught", "(Ljava/lang/Thread;Ljava/lang/Throwable;)V");
  }

  static final class JUnit3 extends FailedTest {
    JUnit3() {
      super("addError", "(Ljunit/framework/Test;Ljava/lang/Throwable;)V");
    }

    @Override
    void thrown(MethodVisitor code) {
      load(code, 2);
    }
  }

  static final class JUnit4 extends FailedTest {
    JUnit4() {
      super("fireTestFailure", "(Lorg/junit/runner/notification/Failure;)V");
    }

    @Override
    void thrown(MethodVisitor code) {
      load(code, 1);
      call(code, Opcodes.INVOKEVIRTUAL, "org/junit/runner/notification/Failure", "getException",
          "()Ljava/lang/Throwable;");
    }
  }

  static final class JUnitPlatform extends FailedTest {
    JUnitPlatform() {
      super("failed", "(Ljava/lang/Throwable;)Lorg/junit/platform/engine/TestExecutionResult;");
    }

    @Override
    void thrown(MethodVisitor code) {
      load(code, 0);
    }
  }
}
