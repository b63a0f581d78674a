package nexa.patch;

/**
 * A change as a template, free of the place it was made at: what kind of splice, and the new text
 * with holes. The holes are {@code ${culprit}} (the expression that failed: the null value, the
 * index, the divisor, the text parsed), {@code ${operand}} (what it was applied to: the array, the
 * list), {@code ${statement}} and {@code ${expression}} (the source the splice replaces or guards),
 * {@code ${default}} (the neutral value of the type wanted there) and {@code ${variable}} (a fresh
 * or loop variable).
 *
 * @param shape what the splice does to the syntax tree
 * @param template the new text with holes
 */
public record Recipe(Shape shape, String template) {

  /** What a splice does to the syntax tree. */
  public enum Shape {
    /** New text before the statement that holds the culprit. */
    BEFORE_STATEMENT,
    /** The statement that holds the culprit is replaced. */
    REPLACE_STATEMENT,
    /** The smallest expression that fails is replaced. */
    REPLACE_EXPRESSION,
    /** The culprit itself is replaced. */
    REPLACE_CULPRIT,
    /** The enclosing loop is replaced. */
    REPLACE_LOOP,
    /** The condition of the enclosing loop or {@code if} is replaced. */
    REPLACE_CONDITION
  }
}
