package nexa.heal.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import nexa.event.CapturedFrame;
import nexa.event.Frame;
import nexa.event.Snapshot;
import nexa.event.StackTrace;
import nexa.event.Value;
import nexa.heal.source.JavaModel;
import nexa.issue.Diagnosis;
import nexa.issue.Fingerprint;
import nexa.issue.Issue;
import nexa.issue.Location;

/** A crash in one small class, with captured values and a secret in each place one may be. */
final class Case {

  static final String FILE = "src/main/java/shop/Greeting.java";
  static final String SECRET = "q7Zk93xWvT02LmPd55";
  static final String SOURCE =
      """
      package shop;

      class Greeting {
        String of(String name) {
          String apiKey = "%s";
          return "Hello " + name.strip() + apiKey.length();
        }
      }
      """.formatted(SECRET);

  private Case() {}

  static JavaModel model() {
    return JavaModel.of(Map.of(FILE, SOURCE), List.of(), 17);
  }

  static Diagnosis diagnosis() {
    String type = "java.lang.NullPointerException";
    Frame frame = new Frame("shop.Greeting", "of", "Greeting.java", 6);
    CapturedFrame captured =
        new CapturedFrame(
            "shop.Greeting", "of", "(Ljava/lang/String;)Ljava/lang/String;",
            new Value.Instance(
                1, "shop.Greeting",
                Map.of("cache", new Value.Scalar("java.lang.String", SECRET))),
            List.of(new CapturedFrame.Argument("name", new Value.Null())));
    Issue issue =
        new Issue(
            "SHOP-1", "shop", new Fingerprint("00112233aabbccdd"), type, type, frame,
            Issue.Status.OPEN, 1, Instant.EPOCH, Instant.EPOCH, Set.of("agent"), "", null,
            new StackTrace(
                type, "no greeting for '" + SECRET + "'", List.of(frame), null, List.of()),
            List.of(frame), new Snapshot(List.of(captured)));
    return new Diagnosis(issue, "c0ffee", List.of(new Location(FILE, "shop.Greeting", "of", 6, 0)));
  }

  /** A well-formed answer with one fix of one edit. */
  static String answer(String file, String find, String replace) {
    return "{\"fixes\":[{\"edits\":[{\"file\":" + quoted(file) + ",\"find\":" + quoted(find)
        + ",\"replace\":" + quoted(replace) + "}]}]}";
  }

  private static String quoted(String text) {
    return new tools.jackson.databind.json.JsonMapper().writeValueAsString(text);
  }
}
