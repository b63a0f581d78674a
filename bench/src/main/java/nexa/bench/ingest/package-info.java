/** What reading log files costs, beside rsyslog on the same file. */
@NullMarked
package nexa.bench.ingest;

import org.jspecify.annotations.NullMarked;
