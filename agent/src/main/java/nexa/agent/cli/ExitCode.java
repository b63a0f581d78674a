package nexa.agent.cli;

/** The process exit codes of the contract. */
final class ExitCode {
  static final int OK = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;
  static final int NO_DAEMON = 3;
  static final int NOT_FOUND = 4;
  static final int DENIED = 5;
  static final int CONFLICT = 6;
  static final int TIMED_OUT = 7;

  private ExitCode() {}
}
