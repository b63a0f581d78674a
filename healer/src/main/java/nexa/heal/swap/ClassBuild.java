package nexa.heal.swap;

import java.util.List;
import nexa.issue.Diagnosis;
import nexa.patch.Patch;
import org.jspecify.annotations.Nullable;

/** Makes the class files of a patch fit what a JVM runs. */
public interface ClassBuild {

  /** What a patch changes in the compiled classes. */
  Changed changed(Diagnosis diagnosis, Patch patch);

  /** Puts the patched methods into the classes as one JVM runs them. */
  Built build(Changed.Bodies bodies, List<RunningClass> running);

  /** What a patch changes in the compiled classes. */
  sealed interface Changed {

    /** Method bodies alone, so that it can be swapped in. */
    record Bodies(String commit, List<Touched> classes) implements Changed {
      public Bodies {
        classes = List.copyOf(classes);
      }
    }

    /** More than that; the reason says what. */
    record Restart(String reason) implements Changed {}
  }

  /**
   * A class with methods that a patch changes.
   *
   * @param className the binary name, with dots
   * @param methods name and descriptor of each method whose code differs
   * @param before the class file of the deployed source
   * @param after the class file of the patched source
   */
  record Touched(String className, List<String> methods, byte[] before, byte[] after) {
    public Touched {
      methods = List.copyOf(methods);
    }
  }

  /**
   * A class as a JVM runs it.
   *
   * @param name the binary name, with dots
   * @param base the class file that a redefinition must be made on
   * @param disk the class file that its loader has, null when it is not what was loaded
   */
  record RunningClass(String name, byte[] base, byte @Nullable [] disk) {}

  /** What building came to. */
  sealed interface Built {

    /** The class files to redefine with. */
    record Ready(List<PatchedClass> classes) implements Built {
      public Ready {
        classes = List.copyOf(classes);
      }
    }

    /** The patch does not fit what runs. */
    record Refused(String reason) implements Built {}
  }

  /**
   * A class file to redefine with.
   *
   * @param methods name and descriptor of each method that was changed
   */
  record PatchedClass(String name, byte[] classFile, List<String> methods) {
    public PatchedClass {
      methods = List.copyOf(methods);
    }
  }
}
