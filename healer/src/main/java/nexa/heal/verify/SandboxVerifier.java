package nexa.heal.verify;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import nexa.heal.sandbox.Sandbox;
import nexa.heal.source.Project;
import nexa.issue.Diagnosis;
import nexa.issue.Reproduction;
import nexa.patch.Patch;
import nexa.patch.Proof;
import nexa.patch.Verdict;
import nexa.repair.Thoughts;
import nexa.repair.Verifier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks candidates in one sandbox session: the reproduction must be red on the deployed commit and
 * green on the patched one, with the same tests run and no green one lost.
 */
public final class SandboxVerifier implements Verifier {

  private static final Logger log = LoggerFactory.getLogger(SandboxVerifier.class);

  private final Function<Diagnosis, Project> projects;
  private final Sandbox sandbox;
  private final VerifierLimits limits;
  private final InstantSource clock;
  private final Thoughts thoughts;
  private final PatchPolicy policy = new PatchPolicy();

  /**
   * @param projects the deployed project of a diagnosis
   * @param thoughts hears of each candidate while it is checked
   */
  public SandboxVerifier(
      Function<Diagnosis, Project> projects,
      Sandbox sandbox,
      VerifierLimits limits,
      InstantSource clock,
      Thoughts thoughts) {
    this.projects = projects;
    this.sandbox = sandbox;
    this.limits = limits;
    this.clock = clock;
    this.thoughts = thoughts;
  }

  /**
   * {@inheritDoc}
   *
   * @throws Sandbox.Unavailable when there is no sandbox: then nothing is known of any candidate
   */
  @Override
  public List<Verdict> verify(
      Diagnosis diagnosis, Reproduction reproduction, List<Patch> candidates) {
    Instant deadline = limits.deadline(clock.instant());
    Project project = projects.apply(diagnosis);
    Set<String> allowed = allowed(diagnosis, project);
    ParsedTree parsed = new ParsedTree(project.tree());
    List<Verdict> verdicts = new ArrayList<>();
    List<Patch> admitted = new ArrayList<>();
    for (Patch patch : distinct(candidates)) {
      policy
          .refusal(project, parsed, allowed, patch)
          .ifPresentOrElse(
              reason -> verdicts.add(new Verdict.Rejected(patch, "policy: " + reason)),
              () -> admitted.add(patch));
    }
    try (CandidateThoughts told = new CandidateThoughts(thoughts, sandbox.identity())) {
      verdicts.forEach(told::end);
      if (!admitted.isEmpty()) {
        try (Sandbox.Session session = sandbox.open(project)) {
          verdicts.addAll(
              0,
              new Verification(
                  sandbox, session, diagnosis, reproduction, project, parsed, limits, clock,
                  deadline, told)
                  .of(admitted));
        }
      }
      verdicts.replaceAll(verdict -> reaching(project, verdict));
      verdicts.forEach(told::end);
      told.settle();
    }
    verdicts.forEach(verdict -> log(diagnosis, verdict));
    return ranked(verdicts);
  }

  /** The same, unless the compiled patch reaches for what no name in its text gave away. */
  private static Verdict reaching(Project project, Verdict verdict) {
    if (!(verdict instanceof Verdict.Plausible(Patch patch, Proof proof))) {
      return verdict;
    }
    return switch (Capabilities.added(project, project.tree().patched(patch.edits()))) {
      case Capabilities.Added.Nothing ignored -> verdict;
      case Capabilities.Added.Forbidden(String what) ->
          new Verdict.Rejected(patch, "policy: " + what);
      case Capabilities.Added.Unknown(String what) ->
          new Verdict.Plausible(patch.withRisk(what), proof);
    };
  }

  /** The diagnosed files, and the main sources of the same packages. */
  private static Set<String> allowed(Diagnosis diagnosis, Project project) {
    Set<String> folders = folders(diagnosis);
    return project.mainSources().keySet().stream()
        .filter(file -> folders.contains(folder(file)))
        .collect(Collectors.toSet());
  }

  private static Set<String> folders(Diagnosis diagnosis) {
    return diagnosis.files().stream()
        .map(SandboxVerifier::folder)
        .collect(Collectors.toSet());
  }

  private static String folder(String file) {
    return file.substring(0, Math.max(0, file.lastIndexOf('/')));
  }

  private List<Patch> distinct(List<Patch> candidates) {
    Map<String, Patch> byId = new LinkedHashMap<>();
    candidates.forEach(patch -> byId.putIfAbsent(patch.id(), patch));
    return byId.values().stream().limit(limits.candidatesMax()).toList();
  }

  /** Plausible ones first, then doubtful ones, each best first. */
  private static List<Verdict> ranked(List<Verdict> verdicts) {
    return verdicts.stream().sorted(Comparator.comparingInt(SandboxVerifier::rank)).toList();
  }

  private static int rank(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Plausible plausible -> 0;
      case Verdict.Doubtful doubtful -> 1;
      case Verdict.Rejected rejected -> 2;
    };
  }

  private static void log(Diagnosis diagnosis, Verdict verdict) {
    String said =
        switch (verdict) {
          case Verdict.Plausible plausible -> "plausible";
          case Verdict.Doubtful doubtful -> "doubtful reason=\"" + doubtful.reason() + "\"";
          case Verdict.Rejected rejected -> "rejected reason=\"" + rejected.reason() + "\"";
        };
    log.info(
        "verify issue={} patch={} origin={} verdict={}",
        diagnosis.issue().fingerprint(),
        verdict.patch().id(),
        verdict.patch().origin().trailer(),
        said);
  }
}
