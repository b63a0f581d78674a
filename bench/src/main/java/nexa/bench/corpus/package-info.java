/**
 * Runs {@code nexa heal} over lists of crashes and judges what comes of it by checks that Nexa never
 * saw. Its own crashes are the fixtures in {@code src/fixtures}.
 */
@NullMarked
package nexa.bench.corpus;

import org.jspecify.annotations.NullMarked;
