package nexa.heal.classify;

import static nexa.issue.Category.ARITHMETIC;
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
          new Row(TIMEOUT, OUTSIDE, 0.88, "Timeout", "TimedOut", "Deadline"),
          new Row(DATA, UNSURE, 0.85, "TooManyRows", "TooManyResults", "NoRows", "NoDataFound",
              "AlreadyExist", "Duplicate", "NotUnique", "NonUniqueResult"),
          new Row(CONFIGURATION, OUTSIDE, 0.85, "Config", "Misconfigur", "Setting", "Migration",
              "Environment", "Deployment", "ClassNotFound", "ModuleNotFound", "PluginNotFound",
              "BeanException", "BeanDefinition", "BeanCreation", "NoSuchBean", "NoSuchEndpoint",
              "NoSuchPlugin", "SchemaVersion", "SchemaManagement", "UnsupportedVersion", "License",
              "TemplateNotFound", "Classpath", "ClassPath", "ReplicationFactor"),
          new Row(CONCURRENCY, UNSURE, 0.85, "Deadlock", "Optimistic", "Stale", "Concurren",
              "Interrupted", "Cancel", "Lock", "Rebalance", "RaceCondition", "WriteConflict"),
          new Row(CAPACITY, UNSURE, 0.85, "OutOfMemory", "Exhausted", "TooManyRequests", "Quota",
              "RateLimit", "Throttl", "LimitExceeded", "TooLarge", "TooBig", "PoolFull", "QueueFull",
              "Overload", "Capacity", "Saturated", "Backpressure", "NoResourceAvailable",
              "ResourceAllocation", "OutOfSpace", "BufferFull", "ResourceLimit"),
          new Row(SECURITY, OUTSIDE, 0.85, "Unauthori", "NotAuthori", "Forbidden", "AccessDenied",
              "Authentic", "Authoriz", "OAuth", "AuthException", "AuthFail", "Credential",
              "Permission", "Jwt", "JOSE", "TokenException", "InvalidToken", "TokenExpired",
              "Certificate", "Signature", "Csrf", "Security", "Decrypt", "Encrypt", "Crypto", "Login",
              "Keystore", "KeyStore"),
          new Row(DOWNSTREAM, OUTSIDE, 0.82, "Unavailable", "Unreachable", "Connect", "Communication",
              "Gateway", "Upstream", "Downstream", "Broker", "Network", "UnknownHost", "BadResponse",
              "ServerError", "Transport", "BadStatus", "NoNode", "NodeDown", "ServerBusy", "HostDown"),
          new Row(CONTRACT, CODE, 0.8, "NotSerializable", "NotImplemented", "Unsupported",
              "NotSupported", "BindingException", "Detached", "SqlGrammar", "SQLGrammar",
              "QuerySyntax", "Transition", "Misuse", "Precondition", "AlreadyStarted",
              "NotInitialized", "AlreadyInitialized"),
          new Row(PARSE, UNSURE, 0.82, "Parse", "Parsing", "Syntax", "Malformed", "Deserializ",
              "Decod", "Encoding", "Unmarshal", "InvalidFormat", "FormatException", "Json", "Xml",
              "Yaml", "Csv", "Serializ", "Conversion"),
          new Row(CAST, CODE, 0.8, "ClassCast", "WrongType", "TypeMismatch", "Convert", "DataType",
              "Coercion"),
          new Row(BOUNDS, CODE, 0.8, "OutOfBounds", "OutOfRange", "NoSuchElement", "Underflow"),
          new Row(ARITHMETIC, CODE, 0.8, "Arithmetic", "Division", "DivideBy"),
          new Row(NULL, CODE, 0.8, "NullPointer", "NullValue", "NullReference", "NullArgument"),
          new Row(RESOURCE, UNSURE, 0.75, "Closed", "Disposed", "Leak", "FileSystem", "BrokenPipe",
              "ConnectionAbort"),
          new Row(DATA, OUTSIDE, 0.8, "Validation", "Insufficient", "OutOfStock", "BusinessRule",
              "InvalidInput", "InvalidValue", "IllegalValue"),
          new Row(DATA, UNSURE, 0.75, "Constraint", "Integrity", "Truncat", "Corrupt", "Inconsisten",
              "Checksum"),
          new Row(DATA, UNSURE, 0.58, "NotFound", "Missing", "Invalid", "Mismatch", "Unknown",
              "Unique", "Taken", "Conflict"),
          new Row(DOWNSTREAM, OUTSIDE, 0.58, "Remote", "Supplier", "Provider", "Api", "Http",
              "Sftp", "JSch", "Smtp", "Mail", "Ldap", "Amqp", "JMS", "Mqtt", "Storage", "ServiceExc"),
          new Row(CAPACITY, UNSURE, 0.55, "Limit", "TooMany", "Full"));

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
