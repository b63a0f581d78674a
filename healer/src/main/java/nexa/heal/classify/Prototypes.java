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
              "value is undefined or None")),
          Map.entry(Category.BOUNDS, List.of(
              "position is beyond the end of the list", "no more elements in the collection",
              "offset is larger than the buffer", "requested key is not in the map")),
          Map.entry(Category.CAST, List.of(
              "object has an unexpected type", "expected a number but found a text object",
              "cannot convert one type to another")),
          Map.entry(Category.ARITHMETIC, List.of(
              "number too large for the calculation", "division where the divisor is zero",
              "result of the calculation is not a number")),
          Map.entry(Category.RECURSION, List.of(
              "endless recursion", "cycle in the structure, it never ends",
              "calls itself without end")),
          Map.entry(Category.CONTRACT, List.of(
              "method called in the wrong order", "operation is not supported here",
              "object is in a state that does not allow this call", "argument is not acceptable",
              "cannot change an immutable object", "already initialised")),
          Map.entry(Category.CONCURRENCY, List.of(
              "another transaction changed the row first", "thread was interrupted while it waited",
              "could not get the lock, somebody else holds it", "version conflict, try again",
              "two workers took the same job")),
          Map.entry(Category.PARSE, List.of(
              "text could not be read as a date", "document is not well formed",
              "message from the queue has an unknown format", "line of the file has too few columns",
              "header of the file is not recognised", "unsupported version of the format")),
          Map.entry(Category.DATA, List.of(
              "record does not exist in the database", "customer is not known",
              "amount is more than the balance", "value given by the user is not valid",
              "two records for one key", "the order has no lines", "reference to a deleted record",
              "the account is closed and cannot be booked", "checksum of the stored data is wrong",
              "business rule violated, request refused")),
          Map.entry(Category.RESOURCE, List.of(
              "file could not be written", "stream was closed before all was read",
              "file is locked by another program", "the client went away before the answer",
              "could not delete or rename the file", "handle was never released")),
          Map.entry(Category.CAPACITY, List.of(
              "no memory left", "queue is full, message dropped", "disk is almost full",
              "no free connection in the pool", "too many requests, slow down",
              "limit of open sessions reached", "upload is too large")),
          Map.entry(Category.TIMEOUT, List.of(
              "no answer within the time allowed", "gave up waiting for the reply",
              "operation took too long", "query ran longer than permitted")),
          Map.entry(Category.DOWNSTREAM, List.of(
              "the remote service did not answer", "partner service answered with an error",
              "host could not be found", "the database server is down", "broker is not reachable",
              "lost connection to the server", "payment provider is not available",
              "mail server refused the message")),
          Map.entry(Category.CONFIGURATION, List.of(
              "setting is missing", "property has a wrong value", "no bean or module of this name",
              "library version does not fit", "table does not exist in the schema",
              "required file of the installation not found", "feature is not enabled for this tenant",
              "template or resource not found on the class path")),
          Map.entry(Category.SECURITY, List.of(
              "user has no right to do this", "wrong password or unknown user",
              "token is expired or forged", "certificate is not trusted", "session is no longer valid",
              "api key was rejected", "account is locked after failed logins")),
          Map.entry(Category.OTHER, List.of(
              "something went wrong", "unexpected error", "job failed", "step failed",
              "internal error", "could not finish the task", "started successfully",
              "operation aborted", "retrying", "processing failed", "unknown problem")));

  private Prototypes() {}

  static List<Known> all() {
    return SENTENCES.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .flatMap(
            entry -> entry.getValue().stream().map(text -> new Known(text, entry.getKey())))
        .toList();
  }
}
