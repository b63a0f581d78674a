package nexa.heal.group;

import org.jspecify.annotations.Nullable;

/** Where a crash belongs among the groups of its service, and why in words. */
public sealed interface Placement {

  String because();

  /** A crash whose fingerprint is that of a group, or was joined to it before. */
  record Known(String group, String because) implements Placement {}

  /**
   * A new fingerprint of a known group.
   *
   * @param nearest null when a person joined them
   */
  record Joined(String group, @Nullable Nearest nearest, String because) implements Placement {}

  /** The first crash of a group, which resembles another too little to join it. */
  record Similar(Nearest nearest, String because) implements Placement {}

  /**
   * The first crash of a group like no other.
   *
   * @param nearest null when no group has anything in common with it
   */
  record Fresh(@Nullable Nearest nearest, String because) implements Placement {}

  /**
   * The group that a crash resembles most.
   *
   * @param score from 0 to 1
   */
  record Nearest(String group, double score, Features features) {}
}
