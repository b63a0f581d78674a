package nexa.heal.reproduce;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The body of a test while it is written; a copy of it is kept while a way is tried out. */
final class Draft {

  final List<String> statements;
  final Map<Integer, String> locals;
  final Set<String> names;
  /** The local variables that are declared as no more than an object. */
  final Set<String> untyped;
  final List<Later> later;
  final EnumSet<Fixture> fixtures;
  boolean throwing;
  boolean substituted;

  Draft() {
    statements = new ArrayList<>();
    locals = new HashMap<>();
    names = new HashSet<>();
    untyped = new HashSet<>();
    later = new ArrayList<>();
    fixtures = EnumSet.noneOf(Fixture.class);
  }

  private Draft(Draft other) {
    statements = new ArrayList<>(other.statements);
    locals = new HashMap<>(other.locals);
    names = new HashSet<>(other.names);
    untyped = new HashSet<>(other.untyped);
    later = new ArrayList<>(other.later);
    fixtures = EnumSet.copyOf(other.fixtures);
    throwing = other.throwing;
    substituted = other.substituted;
  }

  Draft copy() {
    return new Draft(this);
  }

  /** A field that can be set only once the object numbered {@code id} exists. */
  record Later(int id, String owner, String field) {}
}
