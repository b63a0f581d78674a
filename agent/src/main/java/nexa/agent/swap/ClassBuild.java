package nexa.agent.swap;

import java.util.List;
import nexa.issue.Diagnosis;
import nexa.patch.Patch;

/** Makes the class files of a patch fit what a JVM runs. */
public interface ClassBuild {

  /** What a patch changes in the compiled classes. */
  Changed changed(Diagnosis diagnosis, Patch patch);

  /** The patched class files on top of what one JVM runs. */
  Built build(Diagnosis diagnosis, Patch patch, List<OrderAnswer.TappedClass> running);

  /** A patch, seen from the compiled classes. */
  sealed interface Changed {

    /** Method bodies alone, so that it can be swapped in. */
    record Bodies(List<Method> methods) implements Changed {
      public Bodies {
        methods = List.copyOf(methods);
      }

      List<String> classes() {
        return methods.stream().map(Method::className).distinct().toList();
      }
    }

    /** More than that, so that it takes a restart. */
    record Restart(String reason) implements Changed {}
  }

  /** A method that a patch changes. */
  record Method(String className, String name, String descriptor) {

    /** As an order names it. */
    String line() {
      return className + " " + name + descriptor;
    }

    /** As a person reads it. */
    String text() {
      return className.substring(className.lastIndexOf('.') + 1) + "#" + name;
    }
  }

  /** What making the class files came to. */
  sealed interface Built {

    /** They are ready for exactly these running classes. */
    record Ready(List<PatchedClass> classes) implements Built {
      public Ready {
        classes = List.copyOf(classes);
      }
    }

    /** They do not fit what runs. */
    record Refused(String reason) implements Built {}
  }

  /**
   * A class file to put in.
   *
   * @param running the SHA-256 in hex of the class as it runs
   */
  record PatchedClass(String name, String running, byte[] bytes) {}
}
