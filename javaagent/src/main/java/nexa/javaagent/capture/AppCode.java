package nexa.javaagent.capture;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells the application's own classes from the JDK's and from known libraries', by name. */
public final class AppCode {

  private static final String[] JDK = {
    "java.", "javax.", "jdk.", "sun.", "com.sun.", "nexa.javaagent."
  };

  private static final String[] LIBRARIES = {
    "jakarta.", "kotlin.", "kotlinx.", "scala.", "groovy.", "clojure.", "org.springframework.",
    "org.apache.", "org.eclipse.", "org.hibernate.", "org.slf4j.", "org.jboss.", "org.jetbrains.",
    "org.junit.", "org.assertj.", "org.mockito.", "org.codehaus.", "org.postgresql.", "org.h2.",
    "org.xerial.", "org.sqlite.", "org.jdbi.", "org.jooq.", "org.aspectj.", "org.glassfish.",
    "org.yaml.", "org.json.", "org.objectweb.", "ch.qos.logback.", "com.fasterxml.",
    "tools.jackson.", "com.google.", "com.zaxxer.", "com.mysql.", "com.mongodb.", "com.rabbitmq.",
    "com.squareup.", "com.netflix.", "com.amazonaws.", "software.amazon.", "com.microsoft.",
    "com.intellij.", "io.netty.", "io.grpc.", "io.javalin.", "io.undertow.", "io.vertx.",
    "io.micrometer.", "io.micronaut.", "io.quarkus.", "io.smallrye.", "io.opentelemetry.",
    "io.projectreactor.", "reactor.", "io.reactivex.", "io.lettuce.", "redis.clients.", "okhttp3.",
    "okio.", "retrofit2.", "net.bytebuddy.", "datadog.", "lombok.", "freemarker.", "oracle.",
    "picocli.", "akka.", "play.", "gg.jte."
  };

  private final List<String> prefixes;

  public AppCode(List<String> prefixes) {
    this.prefixes = prefixes;
  }

  public boolean contains(String className) {
    if (isJdk(className)) {
      return false;
    }
    if (prefixes.isEmpty()) {
      return !isLibrary(className);
    }
    for (String prefix : prefixes) {
      if (className.startsWith(prefix)
          && (className.length() == prefix.length()
              || prefix.endsWith(".")
              || ".$".indexOf(className.charAt(prefix.length())) >= 0)) {
        return true;
      }
    }
    return false;
  }

  public static boolean isJdk(String className) {
    return startsWithAny(className, JDK);
  }

  public static boolean isLibrary(String className) {
    return startsWithAny(className, LIBRARIES);
  }

  /** True for a class of the boot or the platform loader. */
  public static boolean isJdk(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    return loader == null || loader == PLATFORM;
  }

  private static final @Nullable ClassLoader PLATFORM =
      ClassLoader.getSystemClassLoader().getParent();

  private static boolean startsWithAny(String className, String[] prefixes) {
    for (String prefix : prefixes) {
      if (className.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }
}
