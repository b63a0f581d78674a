package nexa.heal.reproduce;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import nexa.event.CapturedFrame;
import nexa.event.Snapshot;
import nexa.event.Value;

/** The numbered objects of a snapshot: a frame may refer to what another frame was first to show. */
final class ObjectGraph {

  private static final int VALUES_MAX = 100_000;

  private final Map<Integer, Value> objects = new HashMap<>();

  ObjectGraph(Snapshot snapshot) {
    for (CapturedFrame frame : snapshot.frames()) {
      index(roots(frame));
    }
  }

  Map<Integer, Value> objects() {
    return Map.copyOf(objects);
  }

  /** The numbers of the objects that a frame reaches more than once. */
  Set<Integer> shared(CapturedFrame frame) {
    Set<Integer> seen = new HashSet<>();
    Set<Integer> shared = new HashSet<>();
    Deque<Value> open = new ArrayDeque<>(roots(frame));
    for (int i = 0; i < VALUES_MAX && !open.isEmpty(); i++) {
      Value value = open.pop();
      Value target = value instanceof Value.Ref ref ? objects.get(ref.id()) : value;
      if (target == null) {
        continue;
      }
      int id = id(target);
      if (id == 0 || seen.add(id)) {
        open.addAll(parts(target));
      } else {
        shared.add(id);
      }
    }
    return shared;
  }

  private void index(List<Value> roots) {
    Deque<Value> open = new ArrayDeque<>(roots);
    for (int i = 0; i < VALUES_MAX && !open.isEmpty(); i++) {
      Value value = open.pop();
      if (id(value) != 0) {
        objects.putIfAbsent(id(value), value);
      }
      open.addAll(parts(value));
    }
  }

  private static List<Value> roots(CapturedFrame frame) {
    List<Value> roots = new ArrayList<>();
    if (frame.receiver() != null) {
      roots.add(frame.receiver());
    }
    frame.arguments().forEach(argument -> roots.add(argument.value()));
    return roots;
  }

  private static List<Value> parts(Value value) {
    return switch (value) {
      case Value.Sequence sequence -> sequence.elements();
      case Value.Array array -> array.elements();
      case Value.Mapping mapping ->
          mapping.entries().stream()
              .flatMap(entry -> Stream.of(entry.key(), entry.value()))
              .toList();
      case Value.Instance object -> List.copyOf(object.fields().values());
      case Value.Maybe maybe -> maybe.content() == null ? List.of() : List.of(maybe.content());
      default -> List.of();
    };
  }

  private static int id(Value value) {
    return switch (value) {
      case Value.Sequence sequence -> sequence.id();
      case Value.Array array -> array.id();
      case Value.Mapping mapping -> mapping.id();
      case Value.Instance object -> object.id();
      default -> 0;
    };
  }
}
