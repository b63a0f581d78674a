package nexa.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import nexa.event.Frame;
import nexa.event.StackTrace;
import nexa.issue.Fingerprint;
import nexa.issue.Issue;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;

/** A small service with one bug, in a git repository of its own, and the crash of it as an event. */
public final class PricesRepository {

  /** The build. */
  public static final String POM =
      """
      <project xmlns="http://maven.apache.org/POM/4.0.0">
        <modelVersion>4.0.0</modelVersion>
        <groupId>com.acme</groupId>
        <artifactId>prices</artifactId>
        <version>1</version>
        <properties><maven.compiler.release>17</maven.compiler.release></properties>
        <dependencies>
          <dependency>
            <groupId>org.junit.jupiter</groupId>
            <artifactId>junit-jupiter</artifactId>
            <version>6.1.3</version>
            <scope>test</scope>
          </dependency>
        </dependencies>
      </project>
      """;

  /** The source with the bug. */
  public static final String PRICES =
      """
      package com.acme;

      import java.util.Map;

      public final class Prices {
        private final Map<String, Integer> cents;
        public Prices(Map<String, Integer> cents) {
          this.cents = Map.copyOf(cents);
        }

        /** What a quantity costs; 0 for what is not sold. */
        public int total(String sku, int quantity) {
          Integer price = cents.get(sku);
          return price * quantity;
        }
      }
      """;

  private static final String TEST =
      """
      package com.acme;

      import static org.junit.jupiter.api.Assertions.assertEquals;

      import java.util.Map;
      import org.junit.jupiter.api.Test;

      class PricesTest {
        @Test
        void multiplies() {
          assertEquals(6, new Prices(Map.of("tea", 2)).total("tea", 3));
        }
      }
      """;

  /** The crash as the javaagent would send it; the line is that of {@code price * quantity}. */
  public static final String EVENT =
      """
      {"id":"11111111-1111-1111-1111-111111111111","timeUnixMs":1764075600000,"kind":"uncaught",
       "severity":"ERROR","logger":null,"thread":"main","message":"boom","traceId":null,"spanId":null,
       "http":null,
       "exception":{"type":"java.lang.NullPointerException",
         "message":"Cannot invoke \\"java.lang.Integer.intValue()\\" because \\"price\\" is null",
         "frames":[{"class":"com.acme.Prices","method":"total","file":"Prices.java","line":14},
                   {"class":"com.acme.Main","method":"main","file":"Main.java","line":9}],
         "cause":null,"suppressed":[]},
       "snapshot":{"frames":[{"class":"com.acme.Prices","method":"total",
         "descriptor":"(Ljava/lang/String;I)I",
         "receiver":{"k":"object","id":1,"type":"com.acme.Prices","fields":{
           "cents":{"k":"map","id":2,"type":"java.util.ImmutableCollections$Map1","entries":[
             [{"k":"scalar","type":"java.lang.String","text":"tea"},
              {"k":"scalar","type":"java.lang.Integer","text":"2"}]]}}},
         "arguments":[
           {"name":"sku","value":{"k":"scalar","type":"java.lang.String","text":"jam"}},
           {"name":"quantity","value":{"k":"scalar","type":"int","text":"3"}}]}]}}
      """
          .replace("\n", " ");

  /** The crash as a service without the javaagent logs it. */
  public static final String LOG =
      """
      2025-11-25 13:00:00,000 ERROR [main] com.acme.Main - boom
      java.lang.NullPointerException: Cannot invoke "java.lang.Integer.intValue()" because "price" is null
      \tat com.acme.Prices.total(Prices.java:14)
      \tat com.acme.Main.main(Main.java:9)
      2025-11-25 13:00:01,000 INFO [main] com.acme.Main - on with it
      """;

  private PricesRepository() {}

  /** The crash as an issue, without its values. */
  public static Issue issue() {
    Frame frame = new Frame("com.acme.Prices", "total", "Prices.java", 14);
    StackTrace trace =
        new StackTrace("java.lang.NullPointerException", null, List.of(frame), null, List.of());
    return new Issue(
        "1", "prices", new Fingerprint("f"), "NPE", trace.exceptionType(), frame,
        Issue.Status.OPEN, 1, Instant.EPOCH, Instant.EPOCH, Set.of("javaagent"), "first", null,
        trace, List.of(frame), null);
  }

  /** Lays the repository out with one commit on main; gives the commit's id. */
  public static String create(Path directory) throws IOException, GitAPIException {
    write(directory, "pom.xml", POM);
    write(directory, "src/main/java/com/acme/Prices.java", PRICES);
    write(directory, "src/test/java/com/acme/PricesTest.java", TEST);
    try (Git git = Git.init().setDirectory(directory.toFile()).setInitialBranch("main").call()) {
      git.add().addFilepattern(".").call();
      return git.commit()
          .setMessage("Sell by the piece")
          .setAuthor("Ann", "ann@example.com")
          .setCommitter("Ann", "ann@example.com")
          .setSign(false)
          .call()
          .name();
    }
  }

  private static void write(Path directory, String path, String text) throws IOException {
    Path file = directory.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
