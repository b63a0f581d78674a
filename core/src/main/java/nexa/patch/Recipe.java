package nexa.patch;

/**
 * A change as a template, free of the place it was made at: what kind of splice, and the new text
 * with holes. Lines end in {@code \n} and are indented by two spaces a level, types of the JDK stand
 * with their package; the splice turns all that into the ways of the file. The holes:
 *
 * <ul>
 *   <li>{@code ${culprit}}: the expression that failed: the null or empty value, the index, the
 *       divisor, the text parsed, the object cast, the collection walked through
 *   <li>{@code ${operand}}: what it was applied to: the array, list or string, or the receiver of
 *       the call that the culprit is; {@code ${size}}: how many elements that has
 *   <li>{@code ${argument}}: the arguments of the call that the splice replaces; {@code
 *       ${arguments}}: those of the call that the culprit is
 *   <li>{@code ${left}}, {@code ${right}}: the operands of the operator that the culprit is
 *   <li>{@code ${declaration}}: a field's declaration up to its name; {@code ${typeArguments}}: those
 *       that {@code new} needs for the culprit's type
 *   <li>{@code ${isEmpty}}, {@code ${isPresent}}, {@code ${isZero}}, {@code ${isNotZero}}:
 *       conditions on the culprit
 *   <li>{@code ${statement}}, {@code ${expression}}: the source the splice replaces or guards
 *   <li>{@code ${run}}: the source of the statements that a splice of that shape replaces
 *   <li>{@code ${default}}: the neutral value of the type wanted there
 *   <li>{@code ${variable}}: a fresh or the loop's variable; {@code ${type}}: its type, or the type
 *       cast to; {@code ${rewritten}}: the statement with the variable in place of the culprit
 *   <li>{@code ${declared}}, {@code ${target}}, {@code ${value}}: the parts of a statement that
 *       declares or assigns a variable
 *   <li>{@code ${condition}}, {@code ${body}}: the parts of a loop; {@code ${iterator}}: a name for its
 *       iterator
 *   <li>{@code ${exception}}, {@code ${caught}}: the type that was thrown, a name to catch it by
 * </ul>
 *
 * @param shape what the splice does to the syntax tree
 * @param template the new text with holes
 */
public record Recipe(Shape shape, String template) {

  /** What a splice does to the syntax tree. */
  public enum Shape {
    /** New text before the statement that holds the culprit. */
    BEFORE_STATEMENT,
    /** New text before the first statement of the method that holds the culprit. */
    BODY_START,
    /** The statement that holds the culprit is replaced. */
    REPLACE_STATEMENT,
    /** The statement that holds the culprit is replaced, with those behind it that need the culprit or it. */
    REPLACE_RUN,
    /** The smallest expression that fails, with the calls chained to it, is replaced. */
    REPLACE_EXPRESSION,
    /** The culprit itself is replaced. */
    REPLACE_CULPRIT,
    /** The enclosing loop is replaced. */
    REPLACE_LOOP,
    /** The smallest condition that holds the culprit, or else the enclosing loop's, is replaced. */
    REPLACE_CONDITION
  }
}
