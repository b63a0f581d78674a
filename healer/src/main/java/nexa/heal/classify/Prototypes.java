package nexa.heal.classify;

import java.util.List;
import java.util.Map;
import nexa.heal.classify.Neighbours.Known;
import nexa.issue.Category;

/** Sentences that stand for the kinds of failure, for the neighbours of what no rule knows. */
final class Prototypes {

  private static final Map<Category, List<String>> SENTENCES =
      Map.ofEntries(
          Map.entry(Category.NULL, List.of(
              "a required value is null", "object was not initialised before it was used",
              "missing reference, nothing returned where an object was expected",
              "value is undefined or None", "called unwrap on None", "dereference of a nil pointer",
              "field has not been set", "method of null was called",
              "optional value is absent but was used", "function returned nothing")),
          Map.entry(Category.BOUNDS, List.of(
              "position is beyond the end of the list", "no more elements in the collection",
              "offset is larger than the buffer", "requested key is not in the map",
              "list is empty, there is no first element", "index is not within the array",
              "row has fewer cells than the header", "read past the end of the buffer",
              "stack is empty", "substring positions are outside of the text")),
          Map.entry(Category.CAST, List.of(
              "object has an unexpected type", "expected a number but found a text object",
              "cannot convert one type to another", "no converter from one type to the other",
              "argument must be a number, a string was given",
              "wrong class loaded for the interface", "unexpected kind of value",
              "field has the wrong data type")),
          Map.entry(Category.ARITHMETIC, List.of(
              "number too large for the calculation", "division where the divisor is zero",
              "result of the calculation is not a number", "overflow in multiplication",
              "infinite or not a number", "cannot round exactly", "negative square root")),
          Map.entry(Category.RECURSION, List.of(
              "endless recursion", "cycle in the structure, it never ends",
              "calls itself without end", "structure refers to itself", "nested too deeply",
              "stack overflow in recursive call")),
          Map.entry(Category.CONTRACT, List.of(
              "method called in the wrong order", "operation is not supported here",
              "object is in a state that does not allow this call", "argument is not acceptable",
              "cannot change an immutable object", "already initialised",
              "used outside of its context", "mapped statement is not bound",
              "class is not serializable", "called on the wrong thread",
              "query names a field that the entity does not have", "malformed SQL statement",
              "already shut down, takes no more tasks", "method not implemented yet",
              "entity is detached from its session")),
          Map.entry(Category.CONCURRENCY, List.of(
              "another transaction changed the row first", "thread was interrupted while it waited",
              "could not get the lock, somebody else holds it", "version conflict, try again",
              "two workers took the same job", "lock is held by another node",
              "leader election lost", "data race on a shared variable",
              "transaction rolled back because of a conflict",
              "collection changed while it was walked through", "job is already running elsewhere")),
          Map.entry(Category.PARSE, List.of(
              "text could not be read as a date", "document is not well formed",
              "message from the queue has an unknown format",
              "line of the file has too few columns", "header of the file is not recognised",
              "unsupported version of the format", "number of columns does not match",
              "unterminated quotation", "file is not of the supported format version",
              "invalid character in the text", "cannot decode the payload",
              "template has a syntax error", "record cannot be read with this schema",
              "invalid date or month")),
          Map.entry(Category.DATA, List.of(
              "record does not exist in the database", "customer is not known",
              "amount is more than the balance", "value given by the user is not valid",
              "two records for one key", "the order has no lines", "reference to a deleted record",
              "the account is closed and cannot be booked", "checksum of the stored data is wrong",
              "business rule violated, request refused", "room is already booked",
              "daily limit of the card is used up", "totals do not balance",
              "article is listed twice", "date lies in the future",
              "query returned more than one row", "stock is too low for the order",
              "no price for the article", "state of the order does not allow it",
              "field is required")),
          Map.entry(Category.RESOURCE, List.of(
              "file could not be written", "stream was closed before all was read",
              "file is locked by another program", "the client went away before the answer",
              "could not delete or rename the file", "handle was never released",
              "problem while writing the file", "database handle is closed",
              "index is locked by this process", "client ended the connection",
              "port is already in use", "temporary file vanished", "stale file handle",
              "download was cut off by the browser")),
          Map.entry(Category.CAPACITY, List.of(
              "no memory left", "queue is full, message dropped", "disk is almost full",
              "no free connection in the pool", "too many requests, slow down",
              "limit of open sessions reached", "upload is too large",
              "memory limit of the container reached", "backlog of the topic grows",
              "maximum number of sessions in use", "cannot fork, process limit reached",
              "too many clauses in the query", "payload is larger than allowed",
              "not enough slots for the job", "service is overloaded", "rate limit hit",
              "store of the broker is full")),
          Map.entry(Category.TIMEOUT, List.of(
              "no answer within the time allowed", "gave up waiting for the reply",
              "operation took too long", "query ran longer than permitted",
              "gateway was silent, giving up", "reply was not received in time",
              "replicas did not respond in time", "deadline passed",
              "retries exhausted while waiting", "health check took too long",
              "lease could not be renewed in time")),
          Map.entry(Category.DOWNSTREAM, List.of(
              "the remote service did not answer", "partner service answered with an error",
              "host could not be found", "the database server is down", "broker is not reachable",
              "lost connection to the server", "payment provider is not available",
              "mail server refused the message", "session with the remote host is down",
              "could not create transport to the broker",
              "interface of the partner answers with an error page",
              "no node of the cluster is available",
              "request to another service returned an internal error",
              "name of the host cannot be resolved", "connection loss",
              "bucket or storage service answered busy", "exchange rate service is down",
              "artifact could not be fetched from the repository")),
          Map.entry(Category.CONFIGURATION, List.of(
              "setting is missing", "property has a wrong value", "no bean or module of this name",
              "library version does not fit", "table does not exist in the schema",
              "required file of the installation not found",
              "feature is not enabled for this tenant",
              "template or resource not found on the class path", "no profile of this name",
              "two beans match, none is preferred", "requires another version of the runtime",
              "migration of the schema is needed", "no endpoint of this name",
              "required property could not be found in any source",
              "service is disabled for this project", "unknown region or zone",
              "environment variable is empty", "replication factor larger than the cluster",
              "driver class is not on the class path")),
          Map.entry(Category.SECURITY, List.of(
              "user has no right to do this", "wrong password or unknown user",
              "token is expired or forged", "certificate is not trusted",
              "session is no longer valid", "api key was rejected",
              "account is locked after failed logins", "authentication failed",
              "many failed sign-in attempts", "missing privilege", "service account was revoked",
              "signed token rejected", "access to the resource is forbidden",
              "tls handshake failure", "cross site request refused", "key does not decrypt the data")),
          Map.entry(Category.OTHER, List.of(
              "something went wrong", "unexpected error", "job failed", "step failed",
              "internal error", "could not finish the task", "started successfully",
              "operation aborted", "retrying", "processing failed", "unknown problem",
              "batch ended with code", "uncaught exception in handler", "error in layer",
              "reloaded rules", "an error occurred", "execution failed",
              "something unexpected happened in the module", "plugin call failed", "worker stopped",
              "initialisation failed")));

  private Prototypes() {}

  static List<Known> all() {
    return SENTENCES.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .flatMap(
            entry -> entry.getValue().stream().map(text -> new Known(text, entry.getKey())))
        .toList();
  }
}
