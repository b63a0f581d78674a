package nexa.javaagent.swap;

import java.lang.instrument.ClassDefinition;
import java.lang.instrument.Instrumentation;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import nexa.javaagent.ThisJvm;
import nexa.javaagent.capture.Redefinitions;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Finds out what loaded classes are made of. A redefinition passes through all transformers, so its
 * input has to be what came before them: the loader's class file where the JVM accepts that, which
 * keeps parameter names; else, where retransforming does not lose those, what our transformer is
 * given then, which has the members that other agents add only as a class loads.
 *
 * <p>While it works the classes run without our own weaving; who calls it holds the redefinitions'
 * lock and redefines them afterwards.
 */
final class Tap {

  private final Redefinitions redefinitions;
  private final Watches watches;

  Tap(Redefinitions redefinitions, Watches watches) {
    this.redefinitions = redefinitions;
    this.watches = watches;
  }

  /** The originals of all of the classes. */
  List<Original> read(List<Class<?>> types) throws Refusal {
    Set<Class<?>> all = new LinkedHashSet<Class<?>>(types);
    Recorder last = new Recorder(all);
    Instrumentation instrumentation = redefinitions.instrumentation();
    Recorder first = new Recorder(all);
    watches.bare(first);
    instrumentation.addTransformer(last, true);
    try {
      Set<Class<?>> accepted = redefine(types);
      List<Original> originals = new ArrayList<Original>();
      for (Class<?> type : types) {
        byte[] base =
            accepted.contains(type) ? redefinitions.current(type)
                : retransformed(type, first, last);
        byte[] runs = last.seen(type);
        if (base == null || runs == null) {
          throw new Refusal(type.getName() + " could not be read as it runs");
        }
        originals.add(original(type, base, runs));
      }
      return originals;
    } finally {
      instrumentation.removeTransformer(last);
      watches.bare(null);
    }
  }

  /** Redefines the classes from what they are made of as far as it is known; the accepted ones. */
  private Set<Class<?>> redefine(List<Class<?>> types) {
    List<ClassDefinition> definitions = new ArrayList<ClassDefinition>();
    Set<Class<?>> accepted = new LinkedHashSet<Class<?>>();
    for (Class<?> type : types) {
      byte[] current = redefinitions.current(type);
      if (current != null) {
        definitions.add(new ClassDefinition(type, current));
        accepted.add(type);
      }
    }
    try {
      redefinitions.redefine(definitions);
    } catch (Throwable t) { // one refuses: which?
      accepted.clear();
      for (ClassDefinition definition : definitions) {
        if (isAccepted(definition)) {
          accepted.add(definition.getDefinitionClass());
        }
      }
    }
    return accepted;
  }

  private boolean isAccepted(ClassDefinition definition) {
    try {
      redefinitions.redefine(Collections.singletonList(definition));
      return true;
    } catch (Throwable t) { // it runs with members that this class file does not have
      return false;
    }
  }

  /** What a class is made of when its class file will not do. */
  private byte[] retransformed(Class<?> type, Recorder first, Recorder last) throws Refusal {
    byte[] disk = redefinitions.disk(type);
    String trouble =
        disk == null
            ? type.getName() + " has no class file that is as old as this JVM"
            : type.getName() + " does not run as its class file says";
    if (!Redefinitions.retransformationKeepsNames() && (disk == null || namesParameters(disk))) {
      throw new Refusal(trouble + ", and this Java loses parameter names without it");
    }
    try {
      redefinitions.retransform(type);
      byte[] before = last.seen(type);
      byte[] given = first.seen(type);
      if (before == null || given == null) {
        throw new Refusal(trouble);
      }
      redefinitions.redefine(Collections.singletonList(new ClassDefinition(type, given)));
      byte[] after = last.seen(type);
      String change = after == null ? "is not seen" : changed(before, after);
      if (change != null) {
        throw new Refusal(trouble + ", and another agent " + change + " at each redefinition");
      }
      return given;
    } catch (Refusal e) {
      throw e;
    } catch (Throwable t) { // the JVM refuses the bytes it gave us
      throw new Refusal(trouble + ", and the JVM refuses what it runs as: " + t.getMessage());
    }
  }

  private static @Nullable String changed(byte[] before, byte[] after) {
    return BodyGate.obstacle(
        before, after, Collections.<String>emptySet(), BodyGate.majorOf(ThisJvm.release()));
  }

  private Original original(Class<?> type, byte[] base, byte[] runs) {
    byte[] disk = redefinitions.disk(type);
    boolean same = disk != null && Arrays.equals(disk, base);
    return new Original(type, base, same ? base : disk, sha256(runs));
  }

  private static boolean namesParameters(byte[] classFile) {
    final boolean[] found = new boolean[1];
    new ClassReader(classFile)
        .accept(
            new ClassVisitor(Opcodes.ASM9) {
              @Override
              public MethodVisitor visitMethod(
                  int access,
                  String name,
                  String descriptor,
                  @Nullable String signature,
                  String @Nullable [] exceptions) {
                return new MethodVisitor(Opcodes.ASM9) {
                  @Override
                  public void visitParameter(@Nullable String parameter, int parameterAccess) {
                    found[0] = true;
                  }
                };
              }
            },
            ClassReader.SKIP_CODE);
    return found[0];
  }

  static String sha256(byte[] bytes) {
    try {
      StringBuilder hex = new StringBuilder();
      for (byte octet : MessageDigest.getInstance("SHA-256").digest(bytes)) {
        hex.append(Character.forDigit(octet >> 4 & 15, 16));
        hex.append(Character.forDigit(octet & 15, 16));
      }
      return hex.toString();
    } catch (NoSuchAlgorithmException e) { // every Java has it
      throw new IllegalStateException(e);
    }
  }
}
