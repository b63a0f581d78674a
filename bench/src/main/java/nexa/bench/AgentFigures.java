package nexa.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.openjdk.jmh.runner.RunnerException;

/**
 * All figures of the javaagent in one go, as Markdown: what it costs a service beside others, what an
 * armed method costs, and what happens while a class is changed and changed back. Arguments are {@code key=value}:
 * {@code parts}, {@code rounds}, {@code seconds}, {@code jdks}, {@code variants}, {@code swaps},
 * {@code classes}, {@code seed}.
 */
public final class AgentFigures {

  private static final String RESULT = "agent-figures.md";

  private AgentFigures() {}

  public static void main(String[] arguments)
      throws IOException, InterruptedException, RunnerException, GeneralSecurityException {
    Options options = new Options(arguments);
    AgentJars jars = AgentJars.asBuilt();
    List<Jdk> jdks = Jdk.find(options.numbers("jdks", "17,25"));
    StringBuilder figures =
        new StringBuilder(LocalDate.now(ZoneOffset.UTC) + ", " + Machine.describe() + ".\n");
    for (String part : options.list("parts", "comparison,armed,swap,rollback")) {
      figures.append(
          switch (part) {
            case "comparison" -> new AgentComparison(jars, jdks, options).measure();
            case "armed" -> new ArmedCost(jars, jdks, options).measure();
            case "swap" -> new SwapCost(jars, jdks, options).measure();
            case "rollback" -> new RollbackCost(jars, jdks).measure();
            default -> throw new IllegalArgumentException("No such part: " + part);
          });
      Files.writeString(jars.folder().resolve(RESULT), figures);
    }
    System.out.println(figures);
  }
}
