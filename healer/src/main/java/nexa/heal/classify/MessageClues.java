package nexa.heal.classify;

import static java.util.Comparator.comparingDouble;
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
import static nexa.issue.Category.RECURSION;
import static nexa.issue.Category.RESOURCE;
import static nexa.issue.Category.SECURITY;
import static nexa.issue.Category.TIMEOUT;
import static nexa.issue.Classification.Fault.CODE;
import static nexa.issue.Classification.Fault.OUTSIDE;
import static nexa.issue.Classification.Fault.UNSURE;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nexa.issue.Category;
import nexa.issue.Classification.Fault;

/**
 * What the words of a message say. A cue is looked for as it stands; {@code *} within one stands for
 * whatever lies between its parts.
 */
final class MessageClues {

  /** The strongest first, of equals the longest. */
  private static final List<Cue> CUES = new ArrayList<>();

  static {
    values();
    calls();
    data();
    service();
    others();
    deployment();
    trust();
    generalities();
    oddities();
    CUES.sort(
        comparingDouble((Cue cue) -> -cue.clue().strength())
            .thenComparingInt(cue -> -cue.length()));
  }

  private MessageClues() {}

  private record Cue(List<String> parts, Clue clue) {

    int length() {
      return parts.stream().mapToInt(String::length).sum();
    }

    boolean isIn(String message) {
      int at = 0;
      for (String part : parts) {
        int found = message.indexOf(part, at);
        if (found < 0) {
          return false;
        }
        at = found + part.length();
      }
      return true;
    }
  }

  private static void values() {
    add(NULL, CODE, 0.93,
        "cannot set propert*of undefined", "cannot set propert*of null", "on a `none` value",
        "produced `null`", "convert null to", "must not be null", "may not be null",
        "null pointer", "argument cannot be null", "parameter cannot be null");
    add(NULL, CODE, 0.75, "returned null", "null value", "nonetype", "cannot be null");
    add(BOUNDS, CODE, 0.93,
        "but the index is", "empty deque", "from an empty", "past the end of", "beyond the end of",
        "only has*values", "no such element", "exhausted iterator");
    add(BOUNDS, CODE, 0.75, "is out of range", "empty list", "empty collection", "empty sequence");
    add(CAST, CODE, 0.93,
        "incompatible types", "no converter found", "bad type on operand", "string given", "int given",
        "null given", "array given", "is not an instance of", "must be an instance of");
    add(CAST, CODE, 0.72, "type mismatch", "cannot convert", "could not convert", "wrong type");
    add(ARITHMETIC, CODE, 0.93,
        "infinite or nan", "divisionundefined", "multiply with overflow", "add with overflow",
        "subtract with overflow", "negate with overflow", "bad argument in arithmetic");
    add(RECURSION, CODE, 0.95, "self-reference leading to cycle", "includes itself", "circular reference");
    add(NULL, CODE, 0.96,
        "'nonetype' object", "cannot read propert*of undefined", "cannot read propert*of null",
        "undefined is not an object", "null is not an object", "as it is undefined",
        "as it is null", "nil pointer dereference", "for nil:nilclass", "for nil", ") on null",
        "object reference not set", "value cannot be null", "specified as non-null is null",
        "property*has not been initialized", "cannot unbox null", "null key", "property*on null");
    add(NULL, CODE, 0.7, "must not be null", "was null", "\" is null", "null reference");
    add(BOUNDS, CODE, 0.95,
        "out of bounds for length", "index out of range", "slice bounds out of range",
        "index was outside the bounds", "index was out of range", "sequence contains no",
        "undefined array key", "undefined offset", "undefined index", "fromindex(*> toindex(",
        "exceeds writerindex", "was not present in the dictionary", "invalid array length",
        "no value present", "index out of bounds", "pop from empty", "out of bounds");
    add(BOUNDS, CODE, 0.8, "list is empty", "collection is empty", "key not found:", "queue is empty");
    add(CAST, CODE, 0.95,
        "cannot be cast to", "cannot cast", "argument type mismatch", "interface conversion:",
        "unable to cast object", "be coerced into", "unsupported operand type", "can only concatenate",
        "no implicit conversion of", "is not a function", "object is not iterable",
        "object is not callable", "object is not subscriptable", "must be of type",
        "array to string conversion", "has no len()");
    add(CAST, CODE, 0.8, "object has no attribute", "is not iterable");
    add(ARITHMETIC, CODE, 0.95,
        "/ by zero", "division by zero", "divide by zero", "divided by 0", "integer overflow",
        "long overflow", "non-terminating decimal", "rounding necessary", "float infinity",
        "float nan", "nan cannot be converted", "attempted to divide");
    add(RECURSION, CODE, 0.97,
        "stackoverflowerror", "infinite recursion", "maximum recursion depth",
        "maximum call stack", "goroutine stack exceeds", "stack overflow", "stack level too deep",
        "function nesting level", "too much recursion", "nesting depth*exceeds");
  }

  private static void calls() {
    add(CONTRACT, CODE, 0.93,
        "invalid bound statement", "no result maps were found", "no serializer found for class",
        "outside of application context", "outside of request context", "must declare the scalar",
        "not found. available parameters", "executor terminated", "[terminated", "[shutting down",
        "should not reach here", "not implemented", "not yet implemented", "cannot be serialized",
        "not serializable", "must be called before", "must be called after", "before calling",
        "cannot be used before", "is not allowed here", "cannot update a component");
    add(CONTRACT, CODE, 0.72,
        "not initialized", "not initialised", "already initialized", "is immutable", "is read-only",
        "cannot be modified", "cannot modify", "already registered", "unsupported operation",
        "illegal state", "invalid state", "is not supported", "not supported", "cannot be called");
    add(CONCURRENCY, UNSURE, 0.93,
        "holds the lock", "acquire*lock", "acquire leadership", "already held by", "ora-00060",
        "is already running", "transaction conflict", "snapshot isolation", "restart transaction",
        "lock*is taken", "locked by another", "being modified by another", "version conflict");
    add(CONTRACT, CODE, 0.93,
        "already been operated upon", "has already been called", "after the response has been committed",
        "after they are sent", "headers already sent", "- no session", "with actual transaction available",
        "violates its general contract", "bound must be positive", "in your sql syntax",
        "incorrect syntax near", "syntax error at or near", "syntax error at end of input",
        "wrong number of arguments", "required positional argument", "unexpected keyword argument",
        "is not defined", "undefined local variable", "call to undefined", "send on closed channel",
        "close of closed channel", "is not supported in thread", "which is not supported in thread",
        "not on fx application thread", "unsaved transient instance", "detached entity passed",
        "could not interpret path", "could not resolve attribute", "unable to locate attribute",
        "of a fixed size", "multiple bags", "duplicate key*attempted merging", "collection is read-only",
        "not on the main thread", "unknown shape", "near \"*: syntax error",
        "cannot be invoked in a", "negative waitgroup counter", "not part of the enum");
    add(CONTRACT, CODE, 0.8, "undefined method", "already started", "can only be called", "not yet called");
    add(CONTRACT, UNSURE, 0.75,
        "must not be negative", "must be positive", "must not be less than", "must not be empty",
        "must be between", "is not allowed in state", "unreachable code", "unexpected state");
    add(CONTRACT, OUTSIDE, 0.9, "request method*not supported", "content-type*is not supported");
    add(CONCURRENCY, UNSURE, 0.96,
        "lock wait timeout", "could not serialize access", "database is locked",
        "sqlite_busy", "updated or deleted by another transaction", "optimistic lock",
        "unexpected row count", "concurrent update", "not locked by current thread",
        "could not obtain lock", "current thread is not owner", "expected to affect 1 row",
        "stale object", "kicked out of the group", "sleep interrupted", "unsynchronized block",
        "write conflict", "lost update", "canceling statement due to lock timeout");
    add(CONCURRENCY, CODE, 0.96,
        "concurrent map", "changed size during iteration", "collection was modified",
        "not safe for multi-threaded", "goroutines are asleep", "found one java-level deadlock",
        "changed during iteration", "data race");
    add(CONCURRENCY, UNSURE, 0.75, "was interrupted", "interrupted while", "race condition", "lock held by");
  }

  private static void data() {
    add(DATA, UNSURE, 0.93,
        "returned more than one", "expected one result", "more than one row", "null not allowed for column",
        "constraint failed", "rule failed", "is listed twice", "does not balance", "lies in the future",
        "already booked", "not unique");
    add(DATA, OUTSIDE, 0.75, "must be between", "business rule", "is not a valid email", "is required");
    add(PARSE, UNSURE, 0.93,
        "parser error", "bogus opcode", "cannot determine value type from string",
        "columns instead of", "columns expected", "did not find expected", "unexpected end tag",
        "not well-formed", "not well formed", "bad magic number", "unknown format", "invalid header",
        "expected*but was begin", "missing required field");
    add(PARSE, CODE, 0.93,
        "for input string", "no enum constant", "invalid uuid", "illegal base64",
        "illegal character in", "invalid literal for", "does not match format",
        "not in a correct format", "invalid value for integer", "failed to parse time string",
        "unparseable", "could not be parsed", "strconv.", "failed to convert value of type",
        "unclosed character class", "invalid value for float");
    add(PARSE, UNSURE, 0.93,
        "json parse error", "cannot deserialize", "cannot construct instance", "error deserializing",
        "unknown magic byte", "unexpected character", "unexpected token", "unrecognized field",
        "unrecognized token", "expecting value", "codec can't decode", "cannot unmarshal",
        "invalid character", "expected begin_", "must be terminated by", "unexpected element",
        "invalid stream header", "not in gzip format", "invalid block type", "invalid utf-8",
        "invalid byte sequence", "content is not allowed in prolog", "premature end of file",
        "malformed input", "unknown field", "unterminated");
    add(PARSE, UNSURE, 0.8,
        "cannot parse", "could not parse", "failed to parse", "parse error", "malformed",
        "unexpected end of", "invalid tag", "syntax error", "could not decode", "failed to decode",
        "failed to deserialize", "invalid format", "unexpected eof", "not a valid number",
        "not a valid date", "could not read json");
    add(DATA, UNSURE, 0.96,
        "duplicate key value", "duplicate entry", "unique constraint", "unique index",
        "foreign key constraint", "integrity constraint", "violates not-null", "violates check",
        "column*cannot be null", "not-null property references", "data too long",
        "value too long for type", "data truncation", "out of range value", "numeric field overflow",
        "numeric value out of range", "e11000", "cannot insert duplicate", "cannot insert null",
        "ora-00001", "ora-01400", "ora-02291", "ora-02292", "ora-12899", "not null constraint failed",
        "did not return a unique result", "no rows in result set", "query does not exist",
        "would be truncated", "check constraint");
    add(DATA, OUTSIDE, 0.93,
        "validation failed", "validation error", "field error in object", "required request parameter",
        "required request header", "must be greater than", "must be less than", "must be a number",
        "input should be", "enter a valid", "can't be blank", "rejected value", "must be a well-formed",
        "is too short", "is too long", "field required", "must match");
    add(DATA, UNSURE, 0.75,
        "no entity found", "unable to find*with id", "couldn't find", "incorrect result size",
        "checksum mismatch", "already exists", "duplicate", "has no customer", "not found in database",
        "no such record", "inconsistent", "crc mismatch", "corrupt", "although the column");
  }

  private static void service() {
    add(RESOURCE, UNSURE, 0.93,
        "closed database", "lock held by this virtual machine", "client ended the connection",
        "error while writing the file", "while writing the file", "while reading the file");
    add(RESOURCE, UNSURE, 0.72,
        "could not write", "cannot write", "failed to write", "unable to write", "cannot open file",
        "could not open file", "failed to open file", "failed to rename", "failed to delete",
        "file already exists");
    add(CAPACITY, UNSURE, 0.93,
        "minimum required resources", "store is full", "cannot allocate memory", "memory limit",
        "no more processes", "resource temporarily unavailable", "pool error timeout",
        "body is too large", "entity too large", "maximum*is reached", "maximum*count is reached",
        "limit of*reached", "limit has been reached", "limit of*exceeded",
        "exceeds the limit", "overloaded", "cannot fit", "out of space", "slow down");
    add(CAPACITY, UNSURE, 0.72, "too many", "too large", "too big", "has grown to", "limit is set to");
    add(RESOURCE, CODE, 0.93,
        "stream closed", "stream is closed", "resultset closed", "closed file", "pool not open",
        "disposed object", "write after end", "reader is closed", "pipe broken", "pipe closed",
        "file already closed", "scanner closed");
    add(RESOURCE, UNSURE, 0.93,
        "input/output error", "used by another process", "address already in use", "eaddrinuse",
        "not returned to the pool", "connection leak", "resource leak", "leak detected",
        "leak: bytebuf", "stale file handle", "read-only file system");
    add(RESOURCE, OUTSIDE, 0.93, "broken pipe", "client disconnected", "client closed", "client abort");
    add(RESOURCE, UNSURE, 0.75,
        "is closed", "already closed", "has been closed", "no such file or directory", "enoent",
        "cannot delete", "could not delete", "cannot rename");
    add(CAPACITY, OUTSIDE, 0.97,
        "java heap space", "gc overhead limit", "to create native thread",
        "create new native thread", "direct buffer memory", "out of memory", "no space left", "enospc",
        "disk quota", "too many connections", "too many clients", "remaining connection slots",
        "too many requests", "killed process", "data too large", "circuit_breaking", "oomkilled",
        "maximum upload size", "configured provisioned throughput", "disk full", "disk is full",
        "after full gc", "resource_exhausted", "insufficient memory");
    add(CAPACITY, UNSURE, 0.97,
        "array size exceeds", "allowed memory size", "allocation failed", "direct memory",
        "too many open files", "emfile:", "connection is not available, request timed out",
        "waiting for connection from pool", "waiting for idle object", "pool exhausted",
        "pool is exhausted", "pool empty", "queuepool limit", "max pool size was reached",
        "connection from the pool", "from java.util.concurrent.threadpoolexecutor", "queue is full",
        "queue full", "bulkhead", "ratelimiter", "rate limit", "max.request.size", "buffer is full",
        "pending acquire queue");
    add(CAPACITY, UNSURE, 0.75,
        "throttl", "limit exceeded", "exceeded the limit", "exceeds the maximum", "is full",
        "larger than the limit", "garbage collector", "% used", "backlog", "capacity");
  }

  private static void others() {
    add(TIMEOUT, OUTSIDE, 0.93,
        "was not received within", "operationtimeout", "has been silent for", "timeout on blocking read",
        "no reply within", "gave up after", "did not complete within", "time limit exceeded");
    add(DOWNSTREAM, OUTSIDE, 0.93,
        "connectionloss", "connection loss", "could not create transport", "session is down",
        "no node was available", "server busy", "serverbusy", "connection failed", "connect to*failed",
        "could not resolve host", "unknown host", "host is down", "remote end closed",
        "connection was closed", "could not transfer artifact", "failed to resolve artifact",
        "all nodes failed", "cluster is down", "node is down", "master is down", "database is starting up",
        "the database system is", "server is shutting down", "error page instead of");
    add(DOWNSTREAM, OUTSIDE, 0.72,
        "failed to fetch", "could not send", "failed to send", "refused", "broker", "answers with an");
    add(TIMEOUT, OUTSIDE, 0.93,
        "read timed out", "connect timed out", "connection timed out", "request timed out",
        "command timed out", "query timed out", "deadline exceeded", "deadline_exceeded",
        "etimedout", "statement timeout", "took longer than", "since batch creation",
        "not present in metadata after", "i/o timeout", "gateway timeout", "gateway time-out",
        "execution time exceeded", "operation timed out", "terminal signal within", "timeout of",
        "socket timeout", "no response within", "did not respond within", "maximum statement execution");
    add(TIMEOUT, OUTSIDE, 0.85, "timed out", "time-out", "timeout");
    add(DOWNSTREAM, OUTSIDE, 0.95,
        "connection refused", "econnrefused", "no route to host", "network is unreachable",
        "name or service not known", "getaddrinfo", "name resolution",
        "failed to respond", "communications link failure", "actively refused",
        "establish a new connection", "sending to the backend",
        "terminating connection", "remote host terminated", "peer shut down", "bad gateway",
        "service unavailable", "received no bytes", "unexpected end of stream", "prematurely closed",
        "socket hang up", "circuitbreaker", "circuit breaker", "not the current leader",
        "leader not available", "broker may not be available", "could not connect", "unable to connect",
        "failed to connect", "cannot connect", "can't connect", "connection*could not be established",
        "check that the hostname and port", "no such host", "not listening", "goaway",
        "no healthy upstream");
    add(DOWNSTREAM, OUTSIDE, 0.88, "max retries exceeded", "connection reset", "econnreset", "unavailable:", "unreachable:");
    add(DOWNSTREAM, OUTSIDE, 0.75,
        "not reachable", "unreachable", "upstream", "remote server", "unexpected response",
        "unavailable", "i/o error on", "server returned", "connection closed", "lost connection",
        "server has gone away", "gateway answered", "no longer available");
  }

  private static void deployment() {
    add(CONFIGURATION, OUTSIDE, 0.97,
        "unconfigured table", "config property", "in any config source", "form a cycle",
        "no bean of type", "possible bean candidates", "not meant to run on", "no endpoint could be found",
        "changesets check sum", "replication factor", "suitable driver class", "failed to configure",
        "there is already an object named", "failed to read configuration", "no profile",
        "cannot open shared object", "requires java", "requires your app", "requires version",
        "not on the classpath", "on the class path", "not on the module path");
    add(CONFIGURATION, OUTSIDE, 0.85,
        "unsupported version", "incompatible version", "version mismatch", "missing required",
        "not enabled", "servicedisabled", "has been disabled", "no route table", "unknown property",
        "offline mode", "failed to load applicationcontext", "profile named");
    add(CONFIGURATION, OUTSIDE, 0.97,
        "could not resolve placeholder", "no qualifying bean", "error creating bean",
        "unsatisfied dependency", "could not bind properties", "system.getenv(", "system.getproperty(",
        "properties.getproperty(", "environment.getproperty(",
        "no suitable driver", "java.library.path", "can't find bundle", "relation \"*does not exist",
        "column \"*does not exist", "unknown column", "no such column", "no such table",
        "table or view does not exist", "ora-00942", "invalid object name", "invalid column name",
        "table*doesn't exist", "table \"*not found", "undefined table", "schema-validation",
        "need to specify class name", "no configuration setting", "bootstrap urls",
        "does not host this topic", "unknown topic", "more recent version of the java runtime",
        "does not export", "does not \"opens", "no module named", "cannot find module",
        "could not load file or assembly", "unable to resolve service", "cannot load such file",
        "class \"*\" not found", "class '*' not found", "unknown database", "database \"*does not exist",
        "setting must", "invalid configuration", "missing configuration", "misconfigured",
        "unknown time-zone", "keystore*not found", "read-only variable");
    add(CONFIGURATION, OUTSIDE, 0.88,
        "(permission denied)", "eacces:", "is not set", "not configured", "must be set",
        "must be configured", "unable to start web server", "provider*not found", "config file",
        "configuration file", "setting*missing", "property*missing", "flags*is missing", "license",
        "undefined environment", "no such property");
    add(CONFIGURATION, OUTSIDE, 0.7, "configuration", "is missing");
  }

  private static void trust() {
    add(SECURITY, OUTSIDE, 0.96,
        "auth fail", "account locked", "account is locked", "privilege", "service account", "revoked",
        "api key", "invalid_grant", "invalid_client", "incorrect authentication", "insufficient scope",
        "does not have access", "doesnt have access", "doesn't have access", "does not have permission",
        "jws", "untrusted", "sign-in attempts", "access denied; you need", "received fatal alert");
    add(SECURITY, OUTSIDE, 0.75, "permissions", "access token", "refresh token", "password", "handshake");
    add(SECURITY, OUTSIDE, 0.96,
        "access denied for user", "permission denied for", "password authentication failed",
        "bad credentials", "invalid credentials", "authentication failed", "unauthenticated",
        "permission_denied", "not authorized", "unauthorized", "invalid username or password",
        "password was incorrect", "wrong password", "token is expired", "token has expired",
        "token expired", "token is not valid", "invalid token", "pkix", "certification path",
        "x509:", "self signed", "self-signed", "csrf", "malicious", "invalid signature",
        "signature resulted invalid", "hostname*not verified", "handshake_failure", "bad_certificate",
        "prohibited package", "potentially dangerous", "login failed", "sql injection");
    add(SECURITY, OUTSIDE, 0.96,
        "certificate_verify_failed", "certificate has expired", "certificate signed by",
        "certificate verify failed", "certificate_unknown", "unable to get local issuer");
    add(SECURITY, UNSURE, 0.96, "tag mismatch", "not properly padded", "bad decrypt", "mac check failed");
    add(SECURITY, OUTSIDE, 0.8,
        "access denied", "access is denied", "permission denied", "credentials",
        "unauthorized operation", "authentication", "authorization", "is not permitted", "no permission",
        "login", "signature");
  }

  private static void generalities() {
    add(CAPACITY, UNSURE, 0.7, "limit reached", "quota");
    add(SECURITY, OUTSIDE, 0.84, "certificate", "forbidden");
    add(SECURITY, OUTSIDE, 0.66, "not allowed to");
    add(NULL, CODE, 0.66, "is null");
    add(SECURITY, OUTSIDE, 0.8, "jwt");
    add(CONFIGURATION, OUTSIDE, 0.8, "migration");
    add(CONFIGURATION, OUTSIDE, 0.9, "environment variable");
    add(CAPACITY, OUTSIDE, 0.9, "metaspace");
    add(CONCURRENCY, UNSURE, 0.94, "deadlock");
    add(CONFIGURATION, OUTSIDE, 0.85,
        "illegal mix of collations", "--read-only", "no service for type", "failed to start: service",
        "cannot run program", "please install", "is not installed", "not found in classpath");
    add(CONFIGURATION, OUTSIDE, 0.66, "config", "check your", "please set", "cannot find the file specified");
    add(CAPACITY, UNSURE, 0.8, "failed to allocate", "disk usage", "high watermark");
    add(DOWNSTREAM, OUTSIDE, 0.8, "in-sync replicas", "not enough replicas", "server reply");
    add(CONTRACT, CODE, 0.85, "no property '", "format specifier", "invalid writeheader", "cannot reshape");
    add(CONTRACT, UNSURE, 0.66, "can contain only", "not allowed", "is invalid", "must be", "should be");
  }

  private static void oddities() {
    add(NULL, CODE, 0.93, "undefined or null", "undefined variable");
    add(NULL, CODE, 0.7, "is undefined");
    add(BOUNDS, CODE, 0.93, "array index out of range", "beyond the last");
    add(CAST, CODE, 0.93, "bad value for type", "expected*instance,*found", "did not match expected type");
    add(ARITHMETIC, CODE, 0.9, "underflow encountered", "overflow encountered");
    add(RECURSION, CODE, 0.9, "its own ancestor", "its own parent", "cycle detected");
    add(CONTRACT, CODE, 0.93,
        "is undefined for the type", "cannot instantiate abstract", "call to private",
        "call to protected", "requires transaction", "allow filtering", "already cancelled",
        "already canceled", "multiple assignments");
    add(CONCURRENCY, UNSURE, 0.95, "writeconflict", "conflicted with another", "is rebalancing");
    add(PARSE, UNSURE, 0.9, "can not read value", "failed to decode", "cannot make sense of");
    add(DATA, UNSURE, 0.8, "orphaned", "was skipped", "invoice skipped");
    add(RESOURCE, UNSURE, 0.93, "resource busy", "map failed");
    add(RESOURCE, UNSURE, 0.75, "file exists", "has been destroyed", "unable to read from");
    add(CAPACITY, OUTSIDE, 0.95,
        "rate exceeded", "directory is full", "memory.max", "threads busy", "packet*too large",
        "storage is full", "no free slots");
    add(TIMEOUT, OUTSIDE, 0.9, "not confirmed after", "no answer in", "get answer in", "no answer within");
    add(DOWNSTREAM, OUTSIDE, 0.95,
        "connection attempt failed", "connection to the host*failed", "vault is sealed",
        "connection has been closed", "has no primary", "during api request", "error communicating with");
    add(CONFIGURATION, OUTSIDE, 0.95,
        "schema \"*does not exist", "service \"*does not exist", "does not support ssl",
        "executable file not found", "not found in $path", "failed opening required",
        "in the asset pipeline", "missing partial", "missing template", "template might not exist",
        "name not set", "unknown key", "no instances of", "java.io.tmpdir", "command not found");
    add(CONFIGURATION, OUTSIDE, 0.75, "placeholder", "failed to open stream", "does not exist");
    add(SECURITY, OUTSIDE, 0.96, "pg_hba.conf", "invalid api key", "refreshing token", "fetch secret");
  }

  private static void add(Category category, Fault fault, double strength, String... cues) {
    for (String cue : cues) {
      Clue clue = new Clue(category, fault, strength, "the message says \"" + cue + "\"");
      CUES.add(new Cue(List.of(cue.split("\\*", -1)), clue));
    }
  }

  /** The strongest thing that a message, in lower case, says. */
  static Optional<Clue> of(String message) {
    return CUES.stream().filter(cue -> cue.isIn(message)).findFirst().map(Cue::clue);
  }
}
