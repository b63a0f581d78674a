package nexa.collect;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nexa.event.Loss;

/** What could not be taken whole, by its reason, until somebody asks. For one thread. */
final class Losses {

  /** Reasons that several have. */
  static final String LONG_LINE = "line too long";

  static final String LONG_RECORD = "record too long";
  static final String LONG_MESSAGE = "message too long";

  private final Map<String, Loss> byReason = new LinkedHashMap<>();

  /** Counts something that lost its end. */
  void cut(String reason, CharSequence whole) {
    add(Loss.cut(reason, beginning(whole)));
  }

  /** Counts something that was not taken. */
  void refuse(String reason, CharSequence whole) {
    add(Loss.refused(reason, beginning(whole)));
  }

  private static String beginning(CharSequence whole) {
    return whole.subSequence(0, Math.min(whole.length(), Loss.SAMPLE_LENGTH_MAX)).toString();
  }

  private void add(Loss loss) {
    byReason.merge(loss.reason(), loss, Loss::and);
  }

  /** All that was counted since the last call. */
  List<Loss> take() {
    List<Loss> taken = List.copyOf(byReason.values());
    byReason.clear();
    return taken;
  }
}
