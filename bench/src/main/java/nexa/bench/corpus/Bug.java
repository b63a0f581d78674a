package nexa.bench.corpus;

import java.nio.file.Path;
import java.util.List;

/**
 * A crash to heal, and how to judge what comes of it.
 *
 * @param folder where the commands run
 * @param repository the git repository whose code crashes
 * @param revision the commit with the bug
 * @param driver the command that crashes
 * @param classpath the driver's {@code $CLASSPATH}; empty leaves it
 * @param check a command that is run in a clone of the fix and ends with 0 when the fix is right; empty
 *     when there is none
 * @param methods what the developer changed, as {@code pkg.Type#method}; empty when unknown
 * @param healable whether a fix of the code is right; if not, every fix is wrong
 */
record Bug(
    String id,
    Path folder,
    Path repository,
    String revision,
    String driver,
    String classpath,
    String check,
    List<String> methods,
    boolean healable) {

  Bug {
    methods = List.copyOf(methods);
  }
}
