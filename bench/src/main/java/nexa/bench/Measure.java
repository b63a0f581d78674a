package nexa.bench;

/** What is measured of a watched service, as a row of the table. */
enum Measure {
  START_CPU("start-up CPU to the first 200", "ms", Compared.RATIO),
  START_WALL("start-up wall", "ms", Compared.RATIO),
  PREMAIN("premain wall, an idle program", "ms", Compared.DIFFERENCE),
  FIRST_RSS("resident at the first 200", "MB", Compared.DIFFERENCE),
  WARM_RSS("resident, warm", "MB", Compared.DIFFERENCE),
  HEAP("live heap after GC", "MB", Compared.DIFFERENCE),
  METASPACE("metaspace", "MB", Compared.DIFFERENCE),
  THREADS("Java threads", "", Compared.DIFFERENCE),
  OK_APP_CPU("/ok, CPU of application threads, a request", "µs", Compared.RATIO),
  HOOKS("of that in our hooks, by their own clock, warm-up included", "µs", Compared.NOT),
  OK_CPU("/ok, CPU of the process, a request", "µs", Compared.RATIO),
  OK_RATE("/ok, requests a second (noisy)", "", Compared.RATIO),
  OK_P50("/ok at a fixed rate, p50 (noisy)", "ms", Compared.RATIO),
  OK_P99("/ok at a fixed rate, p99 (noisy)", "ms", Compared.RATIO),
  FAIL_APP_CPU("/fail back to back, most dropped, CPU of application threads", "µs",
      Compared.RATIO),
  FAIL_CPU("/fail back to back, most dropped, CPU of the process", "µs", Compared.RATIO),
  REPORTED_APP_CPU("/fail 16 a second, reported, CPU of application threads", "µs", Compared.RATIO),
  REPORTED_HOOKS("of that in our hooks, by their own clock", "µs", Compared.NOT),
  REPORTED_SHARE("of those delivered", "%", Compared.NOT),
  ARMED_APP_CPU("/fail 8 a second, captured if armed, CPU of application threads", "µs",
      Compared.DIFFERENCE),
  FAILURES("failures caused", "", Compared.NOT),
  EVENTS("events delivered", "", Compared.NOT),
  SNAPSHOTS("snapshots delivered", "", Compared.NOT),
  SNAPSHOT_BYTES("largest snapshot", "B", Compared.NOT),
  AGENT_ERRORS("errors inside the agent", "", Compared.NOT);

  /** How a value stands to the one without an agent. */
  enum Compared {
    RATIO,
    DIFFERENCE,
    NOT
  }

  private final String title;
  private final String unit;
  private final Compared compared;

  Measure(String title, String unit, Compared compared) {
    this.title = title;
    this.unit = unit;
    this.compared = compared;
  }

  Compared compared() {
    return compared;
  }

  /** The title with the unit. */
  String title() {
    return unit.isEmpty() ? title : title + ", " + unit;
  }
}
