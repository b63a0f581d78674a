package nexa.bench.templates;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelledLogTest {

  @Test
  void quotedFields_areReadAsWritten(@TempDir Path folder) throws IOException {
    Path system = Files.createDirectory(folder.resolve("Shop"));
    Files.writeString(
        system.resolve("Shop_2k.log_structured.csv"),
        "LineId,Content,EventId\r\n1,\"a, \"\"b\"\"\",E1\r\n2,,E2\n3,\"two\nlines\",E1");
    Files.createDirectory(folder.resolve("Other"));
    assertThat(LabelledLog.under(folder))
        .containsExactly(
            new LabelledLog(
                "Shop", List.of("a, \"b\"", "", "two\nlines"), List.of("E1", "E2", "E1")));
  }
}
