package nexa.issue;

/** What Nexa may do with a verified patch of a service; each level includes those before it. */
public enum TrustLevel {
  /** Group, explain, reproduce; no patch leaves the sandbox. */
  OBSERVE,
  /** Put an approved patch and its test on a branch of its own. */
  PROPOSE,
  /** Swap an approved patch into the running JVMs too, watched and rolled back by itself. */
  HOTSWAP
}
