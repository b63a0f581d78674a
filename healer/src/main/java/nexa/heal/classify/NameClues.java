package nexa.heal.classify;

import static nexa.issue.Category.BOUNDS;
import static nexa.issue.Category.CAPACITY;
import static nexa.issue.Category.CAST;
import static nexa.issue.Category.CONCURRENCY;
import static nexa.issue.Category.CONFIGURATION;
import static nexa.issue.Category.CONTRACT;
import static nexa.issue.Category.DATA;
import static nexa.issue.Category.DOWNSTREAM;
import static nexa.issue.Category.NULL;
import static nexa.issue.Category.PARSE;
import static nexa.issue.Category.RESOURCE;
import static nexa.issue.Category.SECURITY;
import static nexa.issue.Category.TIMEOUT;
import static nexa.issue.Classification.Fault.CODE;
import static nexa.issue.Classification.Fault.OUTSIDE;
import static nexa.issue.Classification.Fault.UNSURE;

import java.util.List;
import java.util.Optional;
import nexa.issue.Category;
import nexa.issue.Classification.Fault;

/**
 * What the words say that somebody put into the name of an exception of their own, such as {@code
 * OutOfStockException}: weaker than a known type, as people mean different things by one word.
 */
final class NameClues {

  /** The first row with one of its words in the name counts, so the telling words stand first. */
  private static final List<Row> ROWS =
      List.of(
          new Row(TIMEOUT, OUTSIDE, 0.85, "Timeout", "TimedOut", "Deadline"),
          new Row(CONCURRENCY, UNSURE, 0.8, "Deadlock", "Optimistic", "Stale", "Concurren",
              "Interrupted", "Cancel", "LockAcqui", "LockFail", "Rebalance"),
          new Row(CAPACITY, UNSURE, 0.8, "OutOfMemory", "Exhausted", "TooMany", "Quota", "RateLimit",
              "Throttl", "LimitExceeded", "TooLarge", "PoolFull", "QueueFull", "Overload", "Capacity",
              "Saturated", "Backpressure"),
          new Row(SECURITY, OUTSIDE, 0.8, "Unauthori", "NotAuthori", "Forbidden", "AccessDenied",
              "Authenticat", "Authoriz", "Credential", "Permission", "Jwt", "Token", "Certificate",
              "Signature", "Csrf", "Security", "Decrypt", "Encrypt", "Crypto", "Login"),
          new Row(CONFIGURATION, OUTSIDE, 0.8, "Config", "Setting", "Misconfigured", "Migration",
              "Environment", "Deployment", "ClassNotFound", "NoSuchBean", "Plugin", "Bootstrap",
              "Startup"),
          new Row(DOWNSTREAM, OUTSIDE, 0.75, "Unavailable", "Unreachable", "Connect", "Communication",
              "Gateway", "Remote", "Upstream", "Downstream", "Broker", "Network", "UnknownHost",
              "BadResponse", "ServiceError", "ServerError", "Transport", "Supplier", "Provider"),
          new Row(PARSE, UNSURE, 0.8, "Parse", "Parsing", "Syntax", "Malformed", "Deserializ",
              "Serializ", "Decod", "Encoding", "Unmarshal", "Format", "Json", "Xml", "Yaml", "Csv"),
          new Row(DATA, OUTSIDE, 0.75, "Validation", "Insufficient", "OutOfStock", "Invalid",
              "IllegalValue", "BusinessRule", "Rejected"),
          new Row(DATA, UNSURE, 0.75, "Duplicate", "Constraint", "Integrity", "Unique", "Truncat",
              "AlreadyExist", "NotFound", "Missing", "Corrupt", "Inconsisten", "Checksum", "NotUnique",
              "Mismatch", "Unknown"),
          new Row(CONTRACT, UNSURE, 0.7, "Transition", "IllegalState", "IllegalArgument",
              "NotSupported", "Unsupported", "NotImplemented", "WrongState", "Misuse", "NotAllowed"),
          new Row(RESOURCE, UNSURE, 0.7, "Closed", "Disposed", "Leak", "FileIn", "FileSystem",
              "BrokenPipe"),
          new Row(BOUNDS, CODE, 0.7, "OutOfBounds", "OutOfRange", "NoSuchElement", "Underflow"),
          new Row(CAST, CODE, 0.7, "ClassCast", "WrongType", "TypeMismatch"),
          new Row(NULL, CODE, 0.7, "NullPointer", "NullValue", "NullReference"));

  private NameClues() {}

  private record Row(Category category, Fault fault, double strength, List<String> words) {
    Row(Category category, Fault fault, double strength, String... words) {
      this(category, fault, strength, List.of(words));
    }
  }

  /** What the name of an exception says that no table knows. */
  static Optional<Clue> of(String type) {
    String simple = Thrown.simple(type);
    for (Row row : ROWS) {
      for (String word : row.words()) {
        if (simple.contains(word)) {
          String why = "the name " + simple + " says \"" + word + "\"";
          return Optional.of(new Clue(row.category(), row.fault(), row.strength(), why));
        }
      }
    }
    return Optional.empty();
  }
}
