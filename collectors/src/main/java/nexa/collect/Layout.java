package nexa.collect;

import java.util.Locale;

/** How a line of a log is laid out; of those in JSON, the one with the surer signs comes first. */
enum Layout {
  DOCKER,
  CRI,
  SYSLOG,
  SPRING_BOOT,
  LOGBACK,
  JUL,
  TOMCAT,
  LOGFMT,
  /** A timestamp or a level in front, and nothing that tells one logger from another. */
  PLAIN,
  SERILOG,
  ECS,
  GELF,
  LOGSTASH,
  LOG4J2_JSON,
  JBOSS_JSON,
  LOGBACK_JSON,
  PYTHON,
  BUNYAN,
  PINO,
  ZAP,
  SLOG,
  /** A level and a message under keys that many loggers use. */
  JSON,
  /** A request in an access log, in the common or the combined format. */
  ACCESS,
  /** It goes on with the record of an earlier line. */
  CONTINUATION,
  /** It begins a record, and nothing is known about it. */
  UNKNOWN;

  private final String shortName = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /** Such as {@code spring-boot}. */
  String shortName() {
    return shortName;
  }
}
