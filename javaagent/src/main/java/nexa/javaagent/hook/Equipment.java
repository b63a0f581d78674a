package nexa.javaagent.hook;

import nexa.javaagent.capture.Armory;
import nexa.javaagent.capture.Captures;
import nexa.javaagent.swap.Watches;
import org.jspecify.annotations.Nullable;

/**
 * What crashes are captured and patches are watched with. The hooks come first: there is nothing
 * here until the agent had the time to make it, so that an application starts without.
 */
public final class Equipment {

  private volatile @Nullable Made made;

  public void complete(Armory armory, Captures captures, Watches watches) {
    made = new Made(armory, captures, watches);
  }

  @Nullable Made made() {
    return made;
  }

  /** All of it. */
  static final class Made {
    final Armory armory;
    final Captures captures;
    final Watches watches;

    Made(Armory armory, Captures captures, Watches watches) {
      this.armory = armory;
      this.captures = captures;
      this.watches = watches;
    }
  }
}
