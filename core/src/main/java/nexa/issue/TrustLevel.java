package nexa.issue;

/** What Nexa may do with a verified patch of a service. */
public enum TrustLevel {
  /** Group, explain, reproduce; no patch leaves the sandbox. */
  OBSERVE,
  /** Put an approved patch and its test on a branch of its own. */
  PROPOSE
}
