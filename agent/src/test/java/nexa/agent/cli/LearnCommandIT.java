package nexa.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import nexa.agent.PricesRepository;
import org.eclipse.jgit.api.Git;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A fix that no operator makes, learned from one class's history and made in another's. */
final class LearnCommandIT {

  private static final String SLIDES =
      """
      package com.acme;

      import java.util.List;

      /** Slides that come round again. */
      final class Slides {
        private final List<String> names;
        Slides(List<String> names) {
          this.names = names;
        }
        String at(int position) {
          return names.get(position);
        }
      }
      """;

  private static final String SHIFTS =
      """
      package com.acme;

      import java.util.List;

      /** Who works when: after the last shift the first one comes again. */
      public final class Shifts {
        public static Integer hours(List<Integer> plan, int day) {
          Integer first = plan.get(day);
          return first;
        }
      }
      """;

  private static final String TEST =
      """
      package com.acme;

      import static org.junit.jupiter.api.Assertions.assertEquals;

      import java.util.List;
      import org.junit.jupiter.api.Test;

      class ShiftsTest {
        @Test
        void firstDay() {
          assertEquals(8, Shifts.hours(List.of(8, 6), 0));
          assertEquals(6, Shifts.hours(List.of(8, 6), 1));
        }
      }
      """;

  private static final String EVENT =
      """
      {"id":"11111111-1111-1111-1111-111111111111","timeUnixMs":1764075600000,"kind":"uncaught",
       "severity":"ERROR","logger":null,"thread":"main","message":"boom","traceId":null,"spanId":null,
       "http":null,
       "exception":{"type":"java.lang.IndexOutOfBoundsException",
         "message":"Index 3 out of bounds for length 2",
         "frames":[{"class":"java.util.ArrayList","method":"get","file":"ArrayList.java","line":427},
                   {"class":"com.acme.Shifts","method":"hours","file":"Shifts.java","line":8}],
         "cause":null,"suppressed":[]},
       "snapshot":{"frames":[{"class":"com.acme.Shifts","method":"hours",
         "descriptor":"(Ljava/util/List;I)Ljava/lang/Integer;","receiver":null,
         "arguments":[
           {"name":"plan","value":{"k":"seq","id":1,"type":"java.util.ArrayList","elements":[
              {"k":"scalar","type":"java.lang.Integer","text":"8"},
              {"k":"scalar","type":"java.lang.Integer","text":"6"}]}},
           {"name":"day","value":{"k":"scalar","type":"int","text":"3"}}]}]}}
      """
          .replace("\n", " ");

  @TempDir
  private Path directory;

  @Test
  void fixOfOneClass_healsAnother() throws Exception {
    Path history = directory.resolve("shows");
    Path home = directory.resolve("home");
    PricesRepository.create(history);
    commit(history, "Slides", SLIDES, "Add slides");
    commit(history, "Slides",
        SLIDES.replace("get(position)", "get(Math.floorMod(position, names.size()))"),
        "Fix IndexOutOfBoundsException after the last slide");
    Path service = directory.resolve("shifts");
    PricesRepository.create(service);
    Files.writeString(service.resolve("src/test/java/com/acme/ShiftsTest.java"), TEST);
    commit(service, "Shifts", SHIFTS, "Plan shifts");
    Path snapshot = Files.writeString(directory.resolve("crash.json"), EVENT);

    Cli learned = Cli.run("learn", history.toString(), "--home", home.toString(), "-o", "json");
    Cli healed =
        Cli.child(directory, Map.of(), "heal", "--repo", service.toString(), "--snapshot",
            snapshot.toString(), "--home", home.toString(), "-o", "json");

    assertThat(learned.json().path("byOperator").path("learned-index").asInt()).isEqualTo(1);
    assertThat(healed.exitCode()).as(healed.out() + healed.err()).isZero();
    assertThat(healed.json().path("patch").path("origin").path("kind").asString())
        .isEqualTo("recalled");
    assertThat(healed.json().path("patch").path("diff").asString())
        .contains("+    Integer first = plan.get(Math.floorMod(day, plan.size()));");
  }

  private static void commit(Path repository, String type, String source, String message)
      throws Exception {
    Files.writeString(repository.resolve("src/main/java/com/acme/" + type + ".java"), source);
    try (Git git = Git.open(repository.toFile())) {
      git.add().addFilepattern(".").call();
      git.commit().setMessage(message).setAuthor("Ann", "a@x").setSign(false).call();
    }
  }
}
