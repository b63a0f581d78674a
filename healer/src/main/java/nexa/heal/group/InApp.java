package nexa.heal.group;

import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import nexa.event.Frame;

/**
 * Tells a service's own frames from those of the JDK, of libraries and of generated classes. Where a
 * path tells, as with most languages, the frame says so itself ({@link Frame#LIBRARY}).
 */
public final class InApp {

  /** Parts of the names of classes that nobody wrote: a frame of one is a step to a real method. */
  private static final List<String> GENERATED =
      List.of(
          "$$Lambda",
          "LambdaForm$",
          "$$EnhancerBy",
          "$$FastClassBy",
          "$$SpringCGLIB$$",
          "$$KeyFactoryBy",
          "_$$_",
          "$MockitoMock$",
          "$ByteBuddy$",
          "$HibernateProxy$",
          "GeneratedMethodAccessor",
          "GeneratedConstructorAccessor");

  /**
   * Package prefixes that are no service's own, used when a service names none. None is the beginning of
   * another, so only the last one before a name can be the name's.
   */
  private static final NavigableSet<String> LIBRARIES =
      new TreeSet<>(
          List.of(
              "java.", "javax.", "jakarta.", "jdk.", "sun.", "com.sun.", "com.oracle.", "oracle.",
              "kotlin.", "kotlinx.", "scala.", "groovy.", "org.codehaus.groovy.", "clojure.",
              "org.springframework.", "org.apache.catalina.", "org.apache.coyote.",
              "org.apache.tomcat.", "org.apache.commons.", "org.apache.http.", "org.apache.hc.",
              "org.apache.logging.", "org.apache.log4j.", "org.apache.kafka.", "org.apache.maven.",
              "org.apache.felix.", "org.apache.cxf.", "org.apache.camel.", "org.apache.lucene.",
              "org.apache.ibatis.", "org.eclipse.jetty.", "org.glassfish.", "io.undertow.",
              "io.netty.", "io.vertx.", "io.micronaut.", "io.quarkus.", "io.helidon.",
              "io.javalin.",
              "io.grpc.", "io.micrometer.", "io.opentelemetry.", "io.sentry.", "io.reactivex.",
              "reactor.", "akka.", "play.", "com.fasterxml.", "tools.jackson.",
              "com.google.common.",
              "com.google.gson.", "com.google.inject.", "com.google.protobuf.", "com.zaxxer.",
              "com.mysql.", "org.postgresql.", "org.h2.", "org.sqlite.", "org.mariadb.",
              "com.mongodb.", "redis.clients.", "io.lettuce.", "org.hibernate.", "org.jboss.",
              "org.wildfly.", "org.slf4j.", "ch.qos.logback.", "okhttp3.", "okio.", "retrofit2.",
              "feign.", "net.bytebuddy.", "net.sf.cglib.", "javassist.", "org.aspectj.",
              "org.objectweb.asm.", "org.junit.", "junit.", "org.testng.", "org.mockito.",
              "org.assertj.", "org.hamcrest.", "org.gradle.", "nexa.javaagent.",
              "System.", "Microsoft."));

  private InApp() {}

  /**
   * @param prefixes the packages or classes of the service's own code; when empty, whatever no
   *     known library has and whose path is no library's is its own
   */
  public static boolean test(Frame frame, List<String> prefixes) {
    if (isGenerated(frame.className())) {
      return false;
    }
    String name = frame.bareClassName();
    return prefixes.isEmpty()
        ? !isOfLibrary(name) && !frame.className().startsWith(Frame.LIBRARY)
        : prefixes.stream().anyMatch(prefix -> isWithin(name, prefix));
  }

  private static boolean isGenerated(String className) {
    if (className.indexOf('$') < 0 && !className.contains("Generated")) {
      return false; // as most are not
    }
    return GENERATED.stream().anyMatch(className::contains) || isJdkProxy(className);
  }

  private static boolean isOfLibrary(String className) {
    String prefix = LIBRARIES.floor(className);
    return prefix != null && className.startsWith(prefix);
  }

  private static boolean isJdkProxy(String className) {
    String simple = className.substring(className.lastIndexOf('.') + 1);
    return simple.startsWith("$Proxy")
        && simple.substring("$Proxy".length()).chars().allMatch(Character::isDigit);
  }

  private static boolean isWithin(String className, String prefix) {
    String bare = prefix.endsWith(".") ? prefix.substring(0, prefix.length() - 1) : prefix;
    return !bare.isEmpty()
        && className.startsWith(bare)
        && (className.length() == bare.length()
            || ".$".indexOf(className.charAt(bare.length())) >= 0);
  }
}
