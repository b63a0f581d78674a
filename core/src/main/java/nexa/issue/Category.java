package nexa.issue;

/** The kinds of failure that a person on call tells apart. */
public enum Category {
  /** A value was missing where the code went on as if it were there. */
  NULL,
  /** An index, a key or an element lies outside what there is. */
  BOUNDS,
  /** A value is of another type than the code takes it for. */
  CAST,
  /** A calculation has no result: a division by zero, a number too large. */
  ARITHMETIC,
  /** Calls went on until the stack ran out. */
  RECURSION,
  /** A call that the called code does not allow: a wrong argument, moment or method. */
  CONTRACT,
  /** Threads or transactions got in each other's way: a deadlock, a lost race, an interruption. */
  CONCURRENCY,
  /** Text or bytes do not have the form that the code reads. */
  PARSE,
  /** What came in or is stored breaks a rule: a constraint, a validation, a record missing or double. */
  DATA,
  /** A file, stream or connection of the service's own failed or was closed under it. */
  RESOURCE,
  /** Something ran out: memory, disk, threads, pooled connections, a quota or a rate. */
  CAPACITY,
  /** An answer did not come in time. */
  TIMEOUT,
  /** Something the service calls was not reached, or answered with a failure. */
  DOWNSTREAM,
  /** A setting, file, class or table that the deployment brings is missing or wrong. */
  CONFIGURATION,
  /** Access was refused or trust is missing: credentials, rights, tokens, certificates. */
  SECURITY,
  /** Nothing known fits: nobody is told more than is known. */
  OTHER
}
