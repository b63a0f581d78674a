package nexa.heal.verify;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.MethodHandleEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import nexa.heal.source.MemoryCompiler;
import nexa.heal.source.MemoryCompiler.Compiled;
import nexa.heal.source.Project;

/**
 * What a patch newly reaches for, told from the compiled classes: whatever the source looks like, code
 * refers to each class and member by its name. What a name stands for is in the table beside this class.
 */
final class Capabilities {

  private static final Rules RULES = Rules.read("capabilities.txt");
  private static final int NAMED_MAX = 3;

  /** Code that the compiler makes for lambdas, joined strings, records and patterns. */
  private static final Set<String> BOOTSTRAPS =
      Set.of(
          "java/lang/invoke/LambdaMetafactory", "java/lang/invoke/StringConcatFactory",
          "java/lang/invoke/MethodHandles$Lookup", "java/lang/invoke/MethodHandles",
          "java/lang/runtime/ObjectMethods", "java/lang/runtime/SwitchBootstraps");

  private Capabilities() {}

  /** What the new code can do that the old could not. */
  sealed interface Added {

    /** Nothing but computing. */
    record Nothing() implements Added {}

    /** Something that no repair of a crash needs. */
    record Forbidden(String what) implements Added {}

    /** Something that a reviewer should know of. */
    record Unknown(String what) implements Added {}
  }

  /**
   * Compares the classes of the changed files.
   *
   * @param patched the new text of each changed file, by path
   */
  static Added added(Project project, Map<String, String> patched) {
    Map<String, String> sources = new TreeMap<>(project.mainSources());
    Compiled before = MemoryCompiler.compile(project, sources, patched.keySet());
    sources.putAll(patched);
    Compiled after = MemoryCompiler.compile(project, sources, patched.keySet());
    if (!(before instanceof Compiled.Classes(Map<String, byte[]> old))
        || !(after instanceof Compiled.Classes(Map<String, byte[]> now))) {
      return new Added.Unknown("could not be compiled by itself to see what it reaches for");
    }
    Set<String> references = references(now);
    references.removeAll(references(old));
    Set<String> packages = packages(project);
    references.removeIf(reference -> packages.contains(packageOf(reference)));
    return judged(references);
  }

  private static Added judged(Set<String> references) {
    Set<String> unknown = new TreeSet<>();
    for (String reference : references) {
      String rule = RULES.of(reference);
      if (rule.isEmpty()) {
        unknown.add(name(reference));
      } else if (!rule.equals(Rules.PLAIN)) {
        return new Added.Forbidden("reaches for " + name(reference) + " (" + rule + ")");
      }
    }
    return unknown.isEmpty()
        ? new Added.Nothing()
        : new Added.Unknown(
            "uses " + String.join(", ", unknown.stream().limit(NAMED_MAX).toList())
                + ", which it did not before");
  }

  private static String name(String reference) {
    return reference.replace('/', '.');
  }

  /** Every class and member that some classes refer to. */
  private static Set<String> references(Map<String, byte[]> classes) {
    Set<String> references = new TreeSet<>();
    for (byte[] classFile : classes.values()) {
      var pool = ClassFile.of().parse(classFile).constantPool();
      Set<Integer> made = new HashSet<>();
      for (PoolEntry entry : pool) {
        if (entry instanceof MethodHandleEntry handle
            && BOOTSTRAPS.contains(handle.reference().owner().asInternalName())) {
          made.add(handle.reference().index());
        }
      }
      for (PoolEntry entry : pool) {
        switch (entry) {
          case MemberRefEntry member when !made.contains(member.index()) ->
              references.add(
                  element(member.owner().asInternalName()) + "." + member.name().stringValue());
          case ClassEntry type when !BOOTSTRAPS.contains(type.asInternalName()) ->
              references.add(element(type.asInternalName()));
          default -> {}
        }
      }
    }
    return references;
  }

  /** The class that an array is of; the name itself when it is none, empty for a primitive type. */
  private static String element(String type) {
    if (!type.startsWith("[")) {
      return type;
    }
    String element = type.substring(type.lastIndexOf('[') + 1);
    return element.startsWith("L") ? element.substring(1, element.length() - 1) : "java/lang/";
  }

  /** The packages of the project itself. */
  private static Set<String> packages(Project project) {
    return project.mainSources().keySet().stream()
        .map(file -> packageOf(Project.below(project.mainRoots(), file)))
        .collect(Collectors.toSet());
  }

  private static String packageOf(String path) {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }

  /** The table, by the beginnings of references. */
  private record Rules(Map<String, String> words, int longest) {

    static final String PLAIN = "+";

    static Rules read(String resource) {
      try (InputStream in = Capabilities.class.getResourceAsStream(resource)) {
        if (in == null) {
          throw new IllegalStateException("Nexa's jar lacks " + resource);
        }
        List<String> lines =
            new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
        Map<String, String> words = new HashMap<>();
        for (String line : lines) {
          int space = line.indexOf(' ');
          String first = line.substring(0, space);
          String rest = line.substring(space).strip();
          words.put(first.equals(PLAIN) ? rest : first, first.equals(PLAIN) ? PLAIN : rest);
        }
        return new Rules(
            words, words.keySet().stream().mapToInt(String::length).max().orElse(0));
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot read " + resource, e);
      }
    }

    /** What the table says of a member's name, or else of the longest beginning; empty when nothing. */
    String of(String reference) {
      String member =
          words.getOrDefault(reference.substring(Math.max(0, reference.lastIndexOf('.'))), "");
      return member.isEmpty() ? ofBeginning(reference) : member;
    }

    private String ofBeginning(String reference) {
      for (int end = Math.min(longest, reference.length()); end > 0; end--) {
        String word = words.get(reference.substring(0, end));
        if (word != null) {
          return word;
        }
      }
      return "";
    }
  }
}
