package nexa.heal.group;

/**
 * In what two crashes are alike, each from 0 to 1; not a number where one of them has nothing to
 * compare.
 *
 * @param order the methods in the order of the stack, aligned; rare ones and inner ones count more
 * @param methods the rarity of the methods they share, of all they have
 * @param crashMethod whether the innermost method is the same, or is called alike
 * @param rootType whether the root cause is of the same type
 * @param message whether the message has the same template
 * @param meaning the cosine of their vectors
 * @param shared the number of methods they share
 */
public record Features(
    double order,
    double methods,
    double crashMethod,
    double rootType,
    double message,
    double meaning,
    int shared) {

  boolean sameType() {
    return rootType == 1;
  }
}
