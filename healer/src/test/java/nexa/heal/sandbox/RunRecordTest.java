package nexa.heal.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import nexa.heal.sandbox.Sandbox.TestRun;
import nexa.heal.sandbox.runner.RunEnd;
import nexa.heal.sandbox.runner.Wire;
import org.junit.jupiter.api.Test;

final class RunRecordTest {

  private static final byte[] SECRET = new byte[Wire.SECRET_BYTES];
  private static final RunEnd LATE = new RunEnd(1, 137, "the tests ran longer than 9 s", true);

  @Test
  void runThatBrokeOff_namesTheFirstTestThatHadNotEnded() throws Exception {
    RunRecord record = record("shop.CartTest#adds", "shop.LoopTest#loops", "shop.LoopTest#ends");
    record.event(event(Wire.TEST, "shop.CartTest#adds", "PASSED", ""));

    record.ended(LATE);

    assertThat(record.end().join().run())
        .isEqualTo(
            new TestRun.Broken(
                "the tests ran longer than 9 s; shop.LoopTest#loops had not ended",
                "shop.LoopTest#loops"));
  }

  @Test
  void canary_isNeverNamed() throws Exception {
    RunRecord record = record(Canary.CLASS + "#t0");

    record.ended(LATE);

    assertThat(record.end().join().run()).isEqualTo(new TestRun.Broken(LATE.trouble()));
  }

  @Test
  void forgedEvent_namesNoTest() throws Exception {
    RunRecord record = record("shop.CartTest#adds");
    byte[] forged = event(Wire.TEST, "shop.CartTest#adds", "PASSED", "");
    forged[0] ^= 1;
    record.event(forged);

    record.ended(LATE);

    assertThat(record.end().join().run()).isEqualTo(new TestRun.Broken("an event was forged"));
  }

  private static RunRecord record(String... discovered) throws IOException {
    RunRecord record = new RunRecord(SECRET, new Canary(0));
    for (String test : discovered) {
      record.event(event(Wire.DISCOVERED, test));
    }
    return record;
  }

  private static byte[] event(int kind, String... texts) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.write(SECRET);
      out.writeByte(kind);
      for (String text : texts) {
        Wire.writeText(out, text);
      }
    }
    return bytes.toByteArray();
  }
}
