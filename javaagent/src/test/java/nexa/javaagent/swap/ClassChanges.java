package nexa.javaagent.swap;

import java.util.ArrayList;
import java.util.List;

/** Changes of a source file that people and machines make: what a running JVM may be asked to take. */
final class ClassChanges {

  /**
   * One change of the class T.
   *
   * @param release the first Java that compiles it
   */
  record Change(String name, int release, String before, String after) {}

  private final List<Change> changes = new ArrayList<>();

  private ClassChanges() {}

  static List<Change> all() {
    ClassChanges all = new ClassChanges();
    all.bodies();
    all.newerBodies();
    all.attributes();
    all.statics();
    all.methods();
    all.fields();
    all.headers();
    all.classes();
    return all.changes;
  }

  private void bodies() {
    member("null check", "int a(String s) { return s.length(); }",
        "int a(String s) { return s == null ? 0 : s.length(); }");
    member("locals", "int a(int i) { return i; }", "int a(int i) { long j = i; return (int) j; }");
    member("loop", "int a(int i) { return i; }",
        "int a(int i) { for (int j = 0; j < 3; j++) i += j; return i; }");
    member("try and catch", "int a(String s) { return Integer.parseInt(s); }",
        "int a(String s) { try { return Integer.parseInt(s); }"
            + " catch (NumberFormatException e) { return 0; } }");
    member("multi-catch", "void a() {}",
        "void a() { try { Class.forName(\"x\").newInstance(); }"
            + " catch (ClassNotFoundException | IllegalAccessException | InstantiationException e)"
            + " { return; } }");
    member("try with resources", "int a() { return 1; }",
        "int a() throws java.io.IOException { try (java.io.StringReader r ="
            + " new java.io.StringReader(\"x\")) { return r.read(); } }");
    member("synchronized block", "int a() { return 1; }",
        "int a() { synchronized (this) { return 2; } }");
    member("string concatenation", "String a(int i) { return null; }",
        "String a(int i) { return \"i is \" + i + '.'; }");
    member("switch on a string", "int a(String s) { return 0; }",
        "int a(String s) { switch (s) { case \"x\": return 1; case \"y\": return 2;"
            + " default: return 3; } }");
    member("assertion that is always true", "void a() {}", "void a() { if (false) a(); }");
    member("method reference", "java.util.function.Function<String, Integer> a() { return null; }",
        "java.util.function.Function<String, Integer> a() { return String::length; }");
    member("body of a lambda", "Runnable a() { return () -> System.out.println(1); }",
        "Runnable a() { return () -> System.out.println(2); }");
    member("initialiser of an instance field", "int x = 1;", "int x = 2;");
    member("body of a constructor", "int x; T() { x = 1; }", "int x; T() { x = 2; }");
    member("order of methods", "int a() { return 1; } int b() { return 2; }",
        "int b() { return 2; } int a() { return 1; }");
  }

  private void newerBodies() {
    member(17, "switch expression", "int a(int i) { return i; }",
        "int a(int i) { return switch (i) { case 1 -> 2; default -> 3; }; }");
    member(17, "instanceof pattern", "int a(Object o) { return 0; }",
        "int a(Object o) { return o instanceof String s ? s.length() : 0; }");
    whole(17, "compact constructor of a record", "record T(int x) { T { } }",
        "record T(int x) { T { if (x < 0) throw new IllegalArgumentException(); } }");
    member(25, "pattern switch", "int a(Object o) { return 0; }",
        "int a(Object o) { return switch (o) { case String s -> s.length(); case Integer i -> i;"
            + " default -> 0; }; }");
  }

  private void attributes() {
    member("throws clause", "void a() {}", "void a() throws java.io.IOException {}");
    member("annotation", "void a() {}", "@Deprecated void a() {}");
    member("generic signature", "java.util.List<String> a() { return null; }",
        "java.util.List<Integer> a() { return null; }");
  }

  private void statics() {
    member("static initialiser", "static int x; static { x = 1; }",
        "static int x; static { x = 2; }");
    member("initialiser of a static field", "static int x = 1;", "static int x = 2;");
    member("number constant", "static final int C = 1; int a() { return C; }",
        "static final int C = 2; int a() { return C; }");
    member("string constant", "static final String C = \"a\"; String a() { return C; }",
        "static final String C = \"b\"; String a() { return C; }");
  }

  private void methods() {
    member("private method more", "int a() { return 1; }",
        "int a() { return b(); } private int b() { return 2; }");
    member("public method more", "int a() { return 1; }",
        "int a() { return 1; } public int b() { return 2; }");
    member("static method more", "int a() { return 1; }",
        "int a() { return b(); } private static int b() { return 2; }");
    member("method less", "int a() { return 1; } private int b() { return 2; }",
        "int a() { return 1; }");
    member("type of a parameter", "int a(int i) { return 1; }", "int a(long i) { return 1; }");
    member("type of the result", "int a() { return 1; }", "long a() { return 1; }");
    member("lambda more", "Runnable a() { return null; }",
        "Runnable a() { return () -> System.out.println(1); }");
    member("lambda less", "Runnable a() { return () -> System.out.println(1); }",
        "Runnable a() { return null; }");
    member("lambda captures a local", "Runnable a(int i) { return () -> System.out.println(1); }",
        "Runnable a(int i) { return () -> System.out.println(i); }");
    member("lambda before another", "Runnable a() { return () -> System.out.println(1); }",
        "Runnable a() { Runnable r = () -> System.out.println(0);"
            + " return () -> System.out.println(1); }");
    member("lambda begins to use this",
        "int x; Runnable a() { return () -> System.out.println(1); }",
        "int x; Runnable a() { return () -> System.out.println(x); }");
    member("synchronized method", "int a() { return 1; }",
        "synchronized int a() { return 1; }");
    member("visibility of a method", "int a() { return 1; }", "public int a() { return 1; }");
    member("constructor more", "T() {}", "T() {} T(int i) {}");
  }

  private void fields() {
    member("field more", "int x;", "int x; int y;");
    member("field less", "int x; int y;", "int x;");
    member("type of a field", "int x;", "long x;");
    member("volatile field", "int x;", "volatile int x;");
    member("visibility of a field", "int x;", "private int x;");
    member("order of fields", "int x; int y;", "int y; int x;");
    member("assertion", "void a(int i) {}", "void a(int i) { assert i > 0; }");
    whole(8, "enum constant", "enum T { A }", "enum T { A, B }");
    whole(17, "record component", "record T(int x) {}", "record T(int x, int y) {}");
    whole(17, "name of a record component", "record T(int x) {}", "record T(int y) {}");
  }

  private void headers() {
    whole(8, "superclass", "class T {}", "class T extends java.util.Random {}");
    whole(8, "interface", "class T {}", "class T implements java.io.Serializable {}");
    whole(8, "order of interfaces", "class T implements java.io.Serializable, Cloneable {}",
        "class T implements Cloneable, java.io.Serializable {}");
    whole(8, "final class", "class T {}", "final class T {}");
    whole(8, "abstract class", "class T {}", "abstract class T {}");
    whole(17, "permitted subclass",
        "sealed class T permits U {} final class U extends T {}",
        "sealed class T permits U, V {} final class U extends T {} final class V extends T {}");
  }

  private void classes() {
    member("inner class reads a private field",
        "private int x; class I { int a() { return 1; } }",
        "private int x; class I { int a() { return x; } }");
    member("outer class reads a private field",
        "class I { private int x; } int a(I i) { return 1; }",
        "class I { private int x; } int a(I i) { return i.x; }");
    member("anonymous class more", "Runnable a() { return null; }",
        "Runnable a() { return new Runnable() { public void run() {} }; }");
    member("nested class more", "", "static class N {}");
    member("switch on another's enum", "int a(java.util.concurrent.TimeUnit u) { return 0; }",
        "int a(java.util.concurrent.TimeUnit u) { switch (u) { case DAYS: return 1;"
            + " default: return 2; } }");
    member("switch on an own enum", "enum E { A } int a(E e) { return 0; }",
        "enum E { A } int a(E e) { switch (e) { case A: return 1; default: return 2; } }");
    member("body of an anonymous class",
        "Runnable a() { return new Runnable() { public void run() {} }; }",
        "Runnable a() { return new Runnable() { public void run() { a(); } }; }");
  }

  private void member(String name, String before, String after) {
    member(8, name, before, after);
  }

  private void member(int release, String name, String before, String after) {
    whole(release, name, "class T { " + before + " }", "class T { " + after + " }");
  }

  private void whole(int release, String name, String before, String after) {
    changes.add(new Change(name, release, before, after));
  }
}
