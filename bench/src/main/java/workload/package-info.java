/** The programs that the bench watches: a small shop on a servlet container, and methods to time. */
@NullMarked
package workload;

import org.jspecify.annotations.NullMarked;
