package nexa.heal.reproduce;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import nexa.event.Frame;
import nexa.heal.reproduce.GuessedCalls.Guess;
import nexa.heal.reproduce.GuessedCalls.Target;
import nexa.heal.reproduce.GuessedCalls.Written;
import nexa.heal.sandbox.Sandbox;
import nexa.heal.sandbox.Sandbox.TestRun;
import nexa.heal.source.JavaModel;
import nexa.issue.Diagnosis;
import nexa.patch.TestOutcome;

/** The rounds of a search: guessed calls in one class a package, and the nearest of them kept. */
final class SearchRounds {

  private static final int CALLS_MAX = 3_000;
  private static final int ROUND_CALLS = 240;
  private static final int KEPT_MAX = 12;
  private static final int COMPILATIONS_MAX = 8;
  private static final int HITS_MAX = 40;
  private static final Duration RUN_MAX = Duration.ofSeconds(15);

  private final Diagnosis diagnosis;
  private final JavaModel model;
  private final Sandbox.Session session;
  private final TestSource source;
  private final GuessedCalls calls;
  private final Symbols symbols;
  private final SplittableRandom random;
  private final Map<Target, List<Near>> kept = new HashMap<>();
  private int tried;

  SearchRounds(
      Diagnosis diagnosis, JavaModel model, Sandbox.Session session, TestSource source,
      GuessedCalls calls, Symbols symbols, long seed) {
    this.diagnosis = diagnosis;
    this.model = model;
    this.session = session;
    this.source = source;
    this.calls = calls;
    this.symbols = symbols;
    this.random = new SplittableRandom(seed);
  }

  /** A guess that failed like the service, as a test of its own. */
  record Hit(Guess guess, CallTest test) {}

  /** A guess and how near it came. */
  private record Near(Guess guess, int score) {}

  boolean hasMore() {
    return tried < CALLS_MAX;
  }

  /** How many calls were tried so far. */
  int calls() {
    return tried;
  }

  /** Tries some calls of each method; those that failed like the service. */
  List<Hit> next(List<Target> targets) {
    Map<String, List<Guess>> byPackage = new LinkedHashMap<>();
    for (Target target : targets) {
      String packageName = symbols.packageOf(target.type());
      List<Guess> guesses = byPackage.computeIfAbsent(packageName, name -> new ArrayList<>());
      for (int i = 0; i < Math.max(1, ROUND_CALLS / targets.size()); i++) {
        guesses.add(guess(target, i));
      }
    }
    List<Hit> hits = new ArrayList<>();
    byPackage.forEach((packageName, guesses) -> {
      tried += guesses.size();
      run(packageName, new ArrayList<>(guesses), hits);
    });
    return hits;
  }

  /** Something new, or every other time one part of what came near made anew. */
  private Guess guess(Target target, int number) {
    List<Near> near = kept.getOrDefault(target, List.of());
    if (near.isEmpty() || number % 2 == 0) {
      List<Long> seeds = new ArrayList<>();
      for (int i = 0; i < target.parts(); i++) {
        seeds.add(random.nextLong());
      }
      return new Guess(target, seeds);
    }
    List<Long> seeds = new ArrayList<>(near.get(random.nextInt(near.size())).guess.seeds());
    seeds.set(random.nextInt(seeds.size()), random.nextLong());
    return new Guess(target, seeds);
  }

  private void run(String packageName, List<Guess> guesses, List<Hit> hits) {
    for (int i = 0; i < COMPILATIONS_MAX && !guesses.isEmpty(); i++) {
      Bundle bundle = bundle(packageName, guesses);
      switch (session.run(
          Map.of(bundle.file, bundle.text), List.of(bundle.className), RUN_MAX)) {
        case TestRun.NotCompiled not -> bundle.leaveOut(not.errors(), guesses);
        case TestRun.Broken broken -> {
          if (guesses.size() > 1) { // one that never ends must not speak for the others
            int middle = guesses.size() / 2;
            run(packageName, new ArrayList<>(guesses.subList(0, middle)), hits);
            run(packageName, new ArrayList<>(guesses.subList(middle, guesses.size())), hits);
          }
          return;
        }
        case TestRun.Ran ran -> {
          ran.outcomes().forEach(outcome -> judge(bundle, outcome, guesses, packageName, hits));
          return;
        }
      }
    }
  }

  private void judge(
      Bundle bundle, TestOutcome outcome, List<Guess> guesses, String packageName,
      List<Hit> hits) {
    int number = bundle.number(outcome.testId());
    String failure = outcome.failure();
    if (failure == null || number < 0 || number >= guesses.size()) {
      return;
    }
    Guess guess = guesses.get(number);
    FailureText text = new FailureText(failure, name -> model.fileOf(name).isPresent());
    List<Frame> frames = diagnosis.issue().inAppFrames();
    String type = diagnosis.issue().stackTrace().root().exceptionType();
    int index = guess.target().frameIndex();
    if (hits.size() < HITS_MAX
        && text.shows(diagnosis.issue(), true)
        && text.follows(type, frames.subList(0, Math.min(index + 1, frames.size())))) {
      hits.add(new Hit(guess, single(guess, packageName)));
      return;
    }
    int score = text.nearness(type, frames);
    if (score > 0) {
      List<Near> near = kept.computeIfAbsent(guess.target(), target -> new ArrayList<>());
      near.add(new Near(guess, score));
      near.sort(Comparator.comparingInt((Near it) -> it.score).reversed());
      if (near.size() > KEPT_MAX) {
        near.remove(near.size() - 1);
      }
    }
  }

  private CallTest single(Guess guess, String packageName) {
    String className = source.freeName(packageName).orElse("CrashTest");
    Imports imports = new Imports(symbols, packageName, className);
    Written written = calls.write(guess, imports, packageName);
    return source.test(
        guess.target().frameIndex(), guess.target().type(), guess.target().method(), imports,
        written.draft(), packageName, className, written.call());
  }

  private Bundle bundle(String packageName, List<Guess> guesses) {
    String className =
        source.freeName(packageName).orElse("CrashTest").replace("Test", "TriesTest");
    Imports imports = new Imports(symbols, packageName, className);
    List<String> methods = new ArrayList<>();
    for (int i = 0; i < guesses.size(); i++) {
      Written written = calls.write(guesses.get(i), imports, packageName);
      methods.add(source.tryMethod(imports, i, written.draft(), written.call()));
    }
    return Bundle.of(source, packageName, className, imports, methods);
  }
}
