package java.lang;

/** What the woven code reports, implemented by the agent. It stands in {@code java.lang} so that every class loader sees it. */
public interface NexaSink {

  /** A thread is about to hand an exception to its uncaught-exception handler. */
  void uncaught(Thread thread, Throwable thrown);

  /** The trace of an exception is printed. */
  void printed(Throwable thrown);

  /** A logger passes a record with an exception to its appenders. */
  void logged(Object logger, Object record, Object thrown);

  /** A request begins on this thread; method and URI may be unknown yet. */
  void requestBegin(Object method, Object uri);

  /** An exception leaves a handler of the request on this thread. */
  void requestThrown(Throwable thrown);

  /** A response of status 500 or above is sent. */
  void requestStatus(int status, Object method, Object uri);

  /** The request on this thread ends. */
  void requestEnd();

  /** A servlet or a server ends its work on a request, normally or by an exception. */
  void servletEnd(Object request, Object response, Throwable thrown);

  /** A channel that says when its response is complete takes up the request on this thread. */
  void responding();

  /** A servlet channel of Jetty 12 has responded, on whatever thread. */
  void responded(Object channel);

  /** A server answers a request with a status of 500 or above, because of an exception or not. */
  void responseFailed(int status, Object request, Throwable thrown);

  /** An exception reaches the end of a pipeline that nobody handles it in. */
  void unhandled(Throwable thrown);

  /** An armed method is called. */
  void calling(int probe, Object receiver, Object[] arguments);

  /** An exception leaves an armed method. */
  void leaving(int probe, Object receiver, Object[] arguments, Throwable thrown);

  /** A watched method is called. */
  void entering(int watched);

  /** A watched method returns. */
  void returning(int watched);

  /** An exception leaves a watched method. */
  void escaping(Throwable thrown, int watched);
}
