package nexa.agent.cli;

/** What the daemon answered, by whichever way it was asked. */
record Answer(int status, String mediaType, String body) {}
