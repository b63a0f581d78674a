/** The program inside the container: process 1 and the test JVMs it starts. Only the JDK and JUnit. */
@NullMarked
package nexa.heal.sandbox.runner;

import org.jspecify.annotations.NullMarked;
