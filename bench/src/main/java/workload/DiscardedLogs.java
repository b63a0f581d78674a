package workload;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An appender that throws away what it is given, after the logger has made it: that work counts. */
public final class DiscardedLogs extends AppenderBase<ILoggingEvent> {

  private DiscardedLogs() {}

  /** Sends all logs there. */
  public static void install() {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    DiscardedLogs appender = new DiscardedLogs();
    appender.setContext(context);
    appender.start();
    context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
    context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.INFO); // as a service runs
  }

  @Override
  protected void append(ILoggingEvent event) {
    // Nobody reads it.
  }
}
