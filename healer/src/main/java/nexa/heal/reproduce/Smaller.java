package nexa.heal.reproduce;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nexa.event.CapturedFrame;
import nexa.event.Value;
import org.jspecify.annotations.Nullable;

/** Captured calls with one thing less than a given one. */
final class Smaller {

  private static final int VARIANTS_MAX = 200;
  private static final int PART_VARIANTS_MAX = 60;
  private static final int ELEMENTS_MAX = 16;
  private static final int DEPTH_MAX = 6;

  private Smaller() {}

  /** The calls that hold a little less, those that lose most first. */
  static List<CapturedFrame> frames(CapturedFrame frame) {
    List<CapturedFrame> frames = new ArrayList<>();
    if (frame.receiver() != null) {
      for (Value receiver : parts(frame.receiver(), 0)) {
        frames.add(with(frame, receiver, frame.arguments()));
      }
    }
    for (int i = 0; i < frame.arguments().size(); i++) {
      CapturedFrame.Argument argument = frame.arguments().get(i);
      for (Value value : of(argument.value(), 0)) {
        List<CapturedFrame.Argument> arguments = new ArrayList<>(frame.arguments());
        arguments.set(i, new CapturedFrame.Argument(argument.name(), value));
        frames.add(with(frame, frame.receiver(), arguments));
      }
    }
    return frames.subList(0, Math.min(frames.size(), VARIANTS_MAX));
  }

  private static CapturedFrame with(
      CapturedFrame frame, @Nullable Value receiver,
      List<CapturedFrame.Argument> arguments) {
    return new CapturedFrame(
        frame.className(), frame.method(), frame.descriptor(), receiver, arguments);
  }

  /** Nothing in a value's place, or less of it. */
  private static List<Value> of(Value value, int depth) {
    List<Value> smaller = new ArrayList<>();
    if (value instanceof Value.Instance
        || value instanceof Value.Mapping
        || value instanceof Value.Array
        || value instanceof Value.Sequence) {
      smaller.add(new Value.Null());
    }
    smaller.addAll(parts(value, depth));
    return smaller;
  }

  private static List<Value> parts(Value value, int depth) {
    if (depth > DEPTH_MAX) {
      return List.of();
    }
    return switch (value) {
      case Value.Scalar text when text.type().equals("java.lang.String") -> texts(text);
      case Value.Sequence all ->
          lists(all.elements(), depth).stream()
              .<Value>map(elements -> new Value.Sequence(all.id(), all.type(), elements))
              .toList();
      case Value.Array all ->
          lists(all.elements(), depth).stream()
              .<Value>map(elements -> new Value.Array(all.id(), all.type(), elements))
              .toList();
      case Value.Mapping all ->
          entries(all.entries(), depth).stream()
              .<Value>map(entries -> new Value.Mapping(all.id(), all.type(), entries))
              .toList();
      case Value.Instance object -> objects(object, depth);
      default -> List.of();
    };
  }

  private static List<Value> few(List<Value> values) {
    return values.subList(0, Math.min(values.size(), PART_VARIANTS_MAX));
  }

  private static List<Value> texts(Value.Scalar scalar) {
    String text = scalar.text();
    List<Value> texts = new ArrayList<>();
    if (text.length() > 1) {
      int half = text.length() / 2;
      int fifth = Math.max(1, text.length() / 5);
      for (String less : List.of("", text.substring(0, half), text.substring(half),
          text.substring(fifth), text.substring(0, text.length() - fifth))) {
        texts.add(new Value.Scalar(scalar.type(), less));
      }
    }
    return texts;
  }

  /** Halves, then all but one, then one element made smaller. */
  private static List<List<Value>> lists(List<Value> all, int depth) {
    List<List<Value>> lists = new ArrayList<>();
    int size = all.size();
    if (size == 0) {
      return lists;
    }
    lists.add(List.of());
    if (size > 3) {
      lists.add(all.subList(0, size / 2));
      lists.add(all.subList(size / 2, size));
    }
    for (int i = 0; i < Math.min(size, ELEMENTS_MAX); i++) {
      List<Value> without = new ArrayList<>(all);
      without.remove(i);
      lists.add(without);
      for (Value smaller : few(parts(all.get(i), depth + 1))) {
        List<Value> with = new ArrayList<>(all);
        with.set(i, smaller);
        lists.add(with);
      }
    }
    return lists;
  }

  private static List<List<Value.Entry>> entries(List<Value.Entry> all, int depth) {
    List<List<Value.Entry>> lists = new ArrayList<>();
    int size = all.size();
    if (size == 0) {
      return lists;
    }
    lists.add(List.of());
    if (size > 3) {
      lists.add(all.subList(0, size / 2));
      lists.add(all.subList(size / 2, size));
    }
    for (int i = 0; i < Math.min(size, ELEMENTS_MAX); i++) {
      List<Value.Entry> without = new ArrayList<>(all);
      without.remove(i);
      lists.add(without);
      for (Value smaller : few(parts(all.get(i).value(), depth + 1))) {
        List<Value.Entry> with = new ArrayList<>(all);
        with.set(i, new Value.Entry(all.get(i).key(), smaller));
        lists.add(with);
      }
    }
    return lists;
  }

  private static List<Value> objects(Value.Instance object, int depth) {
    List<Value> objects = new ArrayList<>();
    for (Map.Entry<String, Value> field : object.fields().entrySet()) {
      for (Value smaller : few(of(field.getValue(), depth + 1))) {
        Map<String, Value> fields = new LinkedHashMap<>(object.fields());
        fields.put(field.getKey(), smaller);
        objects.add(new Value.Instance(object.id(), object.type(), fields));
      }
    }
    return objects;
  }
}
