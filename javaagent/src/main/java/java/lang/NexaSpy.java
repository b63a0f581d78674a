package java.lang;

import jdk.internal.vm.annotation.DontInline;

/**
 * The one class that woven code calls. It is defined into the boot loader under {@code java.lang},
 * which every class loader delegates, and does nothing while there is no sink.
 *
 * <p>What every request passes is called rather than inlined: a JIT inlines up to a budget, and what
 * the agent takes of it the service's own hot methods would lack.
 */
public final class NexaSpy {

  /** The agent, or null before it starts and after it has given up. */
  public static volatile NexaSink sink;

  private static final int OVERFLOWN_FRAMES = 256;

  private static int overflow;
  private static int overflown;

  private NexaSpy() {}

  public static void uncaught(Thread thread, Throwable thrown) {
    NexaSink to = sink;
    if (to != null && thrown != null) {
      to.uncaught(thread, thrown);
    }
  }

  public static void printed(Object text) {
    if (text instanceof Throwable) {
      NexaSink to = sink;
      if (to != null) {
        to.printed((Throwable) text);
      }
    }
  }

  public static void logged(Object logger, Object record, Object thrown) {
    if (thrown != null) {
      NexaSink to = sink;
      if (to != null) {
        to.logged(logger, record, thrown);
      }
    }
  }

  @DontInline
  public static void requestBegin(Object method, Object uri) {
    NexaSink to = sink;
    if (to != null) {
      to.requestBegin(method, uri);
    }
  }

  public static void requestThrown(Throwable thrown) {
    NexaSink to = sink;
    if (to != null && thrown != null) {
      to.requestThrown(thrown);
    }
  }

  public static void requestStatus(int status, Object method, Object uri) {
    if (status >= 500) {
      NexaSink to = sink;
      if (to != null) {
        to.requestStatus(status, method, uri);
      }
    }
  }

  @DontInline
  public static void requestEnd() {
    NexaSink to = sink;
    if (to != null) {
      to.requestEnd();
    }
  }

  @DontInline
  public static void servletEnd(Object request, Object response, Throwable thrown) {
    NexaSink to = sink;
    if (to != null) {
      to.servletEnd(request, response, thrown);
    }
  }

  @DontInline
  public static void responding() {
    NexaSink to = sink;
    if (to != null) {
      to.responding();
    }
  }

  @DontInline
  public static void responded(Object channel) {
    NexaSink to = sink;
    if (to != null) {
      to.responded(channel);
    }
  }

  public static void responseFailed(int status, Object request, Throwable thrown) {
    if (status >= 500) {
      NexaSink to = sink;
      if (to != null) {
        to.responseFailed(status, request, thrown);
      }
    }
  }

  public static void unhandled(Throwable thrown) {
    NexaSink to = sink;
    if (to != null) {
      to.unhandled(thrown);
    }
  }

  public static void calling(int probe, Object receiver, Object[] arguments) {
    NexaSink to = sink;
    if (to != null) {
      to.calling(probe, receiver, arguments);
    }
  }

  public static void leaving(int probe, Object receiver, Object[] arguments, Throwable thrown) {
    NexaSink to = sink;
    if (to != null && (!(thrown instanceof VirtualMachineError) || isFarOut(thrown))) {
      to.leaving(probe, receiver, arguments, thrown);
    }
  }

  /**
   * Whether there is room to look at an error of the machine: it left many calls, hence gave back
   * their stack. Threads that overflow at once may spoil each other's count, which only costs a look.
   */
  private static boolean isFarOut(Throwable thrown) {
    if (!(thrown instanceof StackOverflowError)) {
      return false;
    }
    int identity = System.identityHashCode(thrown); // itself would be kept
    overflown = identity == overflow ? overflown + 1 : 0;
    overflow = identity;
    return overflown > OVERFLOWN_FRAMES;
  }

  public static void entering(int watched) {
    NexaSink to = sink;
    if (to != null) {
      to.entering(watched);
    }
  }

  public static void returning(int watched) {
    NexaSink to = sink;
    if (to != null) {
      to.returning(watched);
    }
  }

  public static void escaping(Throwable thrown, int watched) {
    NexaSink to = sink;
    if (to != null) {
      to.escaping(thrown, watched);
    }
  }
}
