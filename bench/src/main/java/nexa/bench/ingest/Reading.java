package nexa.bench.ingest;

/**
 * What one reading of a file took.
 *
 * @param records what was made of its lines: records of rsyslog, events of Nexa
 * @param cpuMillis user and system time of the process from its start
 * @param peakBytes the largest resident size of the process
 */
record Reading(long records, long cpuMillis, long peakBytes) {

  double linesPerCpuSecond(long lines) {
    return lines * 1_000.0 / cpuMillis;
  }
}
