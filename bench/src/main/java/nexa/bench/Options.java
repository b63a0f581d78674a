package nexa.bench;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Arguments of the form {@code key=value}. */
public final class Options {

  private final Map<String, String> values = new HashMap<>();

  public Options(String... arguments) {
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException("Not key=value: " + argument);
      }
      values.put(argument.substring(0, equals), argument.substring(equals + 1));
    }
  }

  public String text(String key, String otherwise) {
    return values.getOrDefault(key, otherwise);
  }

  public int number(String key, int otherwise) {
    return Integer.parseInt(values.getOrDefault(key, String.valueOf(otherwise)));
  }

  public List<String> list(String key, String otherwise) {
    return Arrays.stream(values.getOrDefault(key, otherwise).split(",")).map(String::strip)
        .toList();
  }

  List<Integer> numbers(String key, String otherwise) {
    return list(key, otherwise).stream().map(Integer::valueOf).toList();
  }
}
