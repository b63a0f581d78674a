package nexa.collect.template;

/**
 * What log messages of one kind share.
 *
 * @param id names it for good, over restarts too; see {@link TemplateMiner#template} for what a merge
 *     does to it
 * @param text a message with {@value #MASK} in place of what varies
 * @param count messages of this kind so far
 */
public record Template(long id, String text, long count) {

  /** Stands in place of a value. */
  public static final String MASK = "<*>";
}
