package nexa.heal.sandbox.runner;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Gives each test its id: {@code com.example.CartTest#adds}, then {@code [n]} for each invocation of a
 * parameterised or dynamic test, then {@code ~n} for the n-th of overloaded methods.
 */
final class TestIds {

  private static final int NAME_CHARS_MAX = 1000;

  private final Map<String, String> ids = new HashMap<>();
  private final Set<String> taken = new HashSet<>();

  /** The test's id, the same whenever the same test is asked for. */
  synchronized String of(TestPlan plan, TestIdentifier test) {
    return ids.computeIfAbsent(test.getUniqueId(), uniqueId -> fresh(name(plan, test)));
  }

  private String fresh(String name) {
    String id = name;
    for (int i = 2; !taken.add(id); i++) {
      id = name + "~" + i;
    }
    return id;
  }

  private static String name(TestPlan plan, TestIdentifier test) {
    String name = owner(plan, test).orElse(test.getUniqueId());
    return Wire.bounded(name, NAME_CHARS_MAX) + invocations(test);
  }

  private static Optional<String> owner(TestPlan plan, TestIdentifier test) {
    TestIdentifier at = test;
    while (true) {
      TestSource source = at.getSource().orElse(null);
      if (source instanceof MethodSource method) {
        return Optional.of(method.getClassName() + "#" + method.getMethodName());
      }
      if (source instanceof ClassSource type) {
        return Optional.of(type.getClassName() + "#" + test.getDisplayName());
      }
      TestIdentifier parent = plan.getParent(at).orElse(null);
      if (parent == null) {
        return Optional.empty();
      }
      at = parent;
    }
  }

  private static String invocations(TestIdentifier test) {
    StringBuilder text = new StringBuilder();
    for (UniqueId.Segment segment : UniqueId.parse(test.getUniqueId()).getSegments()) {
      String value = segment.getValue();
      if (value.startsWith("#")) {
        text.append('[').append(value, 1, value.length()).append(']');
      }
    }
    return text.toString();
  }
}
