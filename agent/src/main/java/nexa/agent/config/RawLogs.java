package nexa.agent.config;

import java.util.List;
import nexa.collect.DockerLogCollector;
import nexa.collect.JournalCollector;
import nexa.collect.LogFiles;
import nexa.collect.LogFolders;

/** The logs of a service as they are written, each looked at before anybody relies on it. */
final class RawLogs {

  private static final String JOURNAL = JournalCollector.INPUT + ":";
  private static final String CONTAINER = DockerLogCollector.INPUT + ":";

  private RawLogs() {}

  /**
   * The logs, when each can be followed.
   *
   * @param place of the service, as a JSON pointer
   * @throws BadValue when one cannot
   */
  static List<String> filled(String place, List<String> logs) {
    for (int i = 0; i < logs.size(); i++) {
      String wrong = wrong(logs.get(i));
      if (!wrong.isEmpty()) {
        throw new BadValue(place + "/logs/" + i, wrong);
      }
    }
    return logs;
  }

  /** What is wrong with a log, empty for nothing. */
  private static String wrong(String log) {
    if (log.equals(JOURNAL)) {
      return "a journal is named by its unit, such as journald:shop.service";
    }
    if (log.equals(CONTAINER)) {
      return "a container is named, such as docker:shop";
    }
    if (log.startsWith(JOURNAL) || log.startsWith(CONTAINER)) {
      return "";
    }
    if (log.startsWith("~")) {
      return "~ stands for no folder here; write the whole path instead of " + log;
    }
    try {
      if (LogFolders.areNamedBy(log)) {
        LogFolders.at("", null, log);
      } else {
        LogFiles.at("", null, log);
      }
      return "";
    } catch (IllegalArgumentException e) {
      return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
  }
}
