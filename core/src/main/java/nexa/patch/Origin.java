package nexa.patch;

/** Where a patch came from. */
public sealed interface Origin {

  /** The name in the commit's {@code Nexa-Source} trailer. */
  String trailer();

  /** The operator, model or case that made the patch. */
  String name();

  /** Made by a deterministic repair operator. */
  record Operator(String name) implements Origin {
    @Override
    public String trailer() {
      return "operator:" + name;
    }
  }

  /** Transplanted from a remembered case. {@code name} is the operator or author of its first form. */
  record Recalled(String caseId, String name) implements Origin {
    @Override
    public String trailer() {
      return "recalled";
    }
  }

  /** Takes a commit's change back. {@code name} is the commit, abbreviated. */
  record Revert(String name) implements Origin {
    @Override
    public String trailer() {
      return "revert";
    }
  }

  /** Suggested by a language model. {@code name} is the model's. */
  record Model(String name) implements Origin {
    @Override
    public String trailer() {
      return "model:" + name;
    }
  }
}
