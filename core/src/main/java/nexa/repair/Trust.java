package nexa.repair;

import nexa.issue.Diagnosis;
import nexa.issue.Issue;
import nexa.issue.TrustLevel;
import nexa.patch.Patch;

/** Says how far Nexa may go. */
public interface Trust {

  /** How far the service of an issue is trusted, and who told of it. */
  TrustLevel of(Issue issue);

  /** How far one patch is trusted: by where it came from, where it goes, and what is risky about it. */
  Standing of(Diagnosis diagnosis, Patch patch);
}
