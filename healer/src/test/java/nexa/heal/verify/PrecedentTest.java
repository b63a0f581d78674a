package nexa.heal.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import nexa.heal.source.Project;
import nexa.patch.Edit;
import nexa.patch.Origin;
import nexa.patch.Patch;
import nexa.patch.Recipe;
import org.junit.jupiter.api.Test;

/** What is silent about a patch, and what allows it. */
final class PrecedentTest {

  private static final String FILE = "src/main/java/p/A.java";
  private static final String USE = "return text.length();";

  @Test
  void madeUpReturn_needsAReason() {
    String method = "int size(String text) { return text.length(); }";

    assertDoubtful(method, USE, "if (text == null) return 0; " + USE);
    assertAllowed("/** The length, 0 of nothing. */ " + method, USE,
        "if (text == null) return 0; " + USE);
    assertDoubtful(
        "/** @param text must not be <code>null</code> */ boolean has(String text) { return text.length() > 0; }",
        "return text", "if (text == null) return false; return text");
    assertDoubtful(
        "/** The length of a text that is not {@code null}. */ boolean has(String text) { return text.length() > 0; }",
        "return text", "if (text == null) return false; return text");
  }

  @Test
  void methodThatAsksItselfFurtherOn_isNotEndedBefore() {
    String method =
        "/** The length, 0 of nothing. */ int keep(String text) { int n = text.length();"
            + " if (text != null) note(text); %s return n; }";
    String patch = "if (text == null) return 0; int n";

    assertDoubtful(method.formatted("count++;"), "int n", patch);
    assertAllowed(method.replace("text != null", "text.isEmpty()").formatted("count++;"), "int n",
        patch);
  }

  @Test
  void stepAboutWhatTheLibraryMayNotHave_mayBeLeftOut() {
    String method = "void keep(java.io.File file) { %s count++; }";
    String direct = "file.getParentFile().mkdirs();";
    String named = "java.io.File folder = file.getParentFile(); folder.mkdirs();";

    assertAllowed(method.formatted(direct), direct,
        "if (file.getParentFile() != null) { " + direct + " }");
    assertAllowed(method.formatted(named), "folder.mkdirs();",
        "if (folder != null) { folder.mkdirs(); }");
    assertDoubtful(method.formatted(named.replace("folder.mkdirs", "this.log")), "this.log();",
        "if (folder != null) { this.log(); }");
    assertDoubtful(method.formatted("java.io.File[] all = file.listFiles(); all.clone();"),
        "all.clone();", "if (all != null) { all.clone(); }");
  }

  @Test
  void statementThatIsThereOnceMore_isNotLeftOut() {
    String method =
        "int room; void put(int n) { while (n > 9) { if (room < n) { grow(); } n--; } room -= n; }"
            + " void grow() { room++; }";

    assertThat(found(method, "room -= n;", "if (room < n) { grow(); } room -= n;")).isEmpty();
    assertThat(found(method, "if (room < n) { grow(); } n--;", "if (n > 3) { n--; }")).isPresent();
    String inside = method.replace("room -= n;", "if (n > 5) { n *= 2; room -= n; n *= 2; }");
    assertThat(found(inside, "room -= n;", "if (room < n) { grow(); } room -= n;")).isEmpty();
  }

  @Test
  void methodThatPromisesSomethingNew_doesNotGiveNull() {
    String others = "Object a(String t) { if (t == null) return null; return t; }"
        + " Object b(String t) { if (t == null) return null; return t; } ";
    String method = "Object c(String t) { return new Object[t.length()]; }";
    String use = "return new Object[";
    String patch = "if (t == null) return null; " + use;

    assertAllowed(others + method, use, patch);
    assertDoubtful(
        others + "/** @param t may be null\n @return a new array with room */ " + method, use,
        patch);
    assertAllowed(others + "/** @return a new array, null without a text */ " + method, use, patch);
    assertAllowed(
        (others + "/** @return the new text */ " + method).replace("Object", "String"),
        use.replace("Object", "String"),
        patch.replace("Object", "String"));
  }

  @Test
  void stepOnItsOwnCondition_isNotOnOneElsewhere() {
    String method = "void note(int n) { if (n != 7) { count += n; } }";
    String patch = "if (n > 0) { count += n; }";

    assertDoubtful(method, "count += n;", patch);
    assertAllowed(method + " void more(int n) { if (n > 3) { count += n; } }", "count += n;",
        patch);
  }

  @Test
  void valueThatWasFoundMissing_isMade() {
    String method =
        "String kept; String take(char[] all, int n) { if (kept == null) { kept = new String(all, 0, n); }"
            + " return kept; } void other(char[] all, int n) { if (n > 3) { kept = new String(all, 0, n); } }";
    String use = "kept = new String(all, 0, n); } return";
    String patch = "if (n >= 0) { kept = new String(all, 0, n); } } return";

    assertDoubtful(method, use, patch);
    assertAllowed(method.replace("kept == null", "n != 7"), use, patch);
  }

  @Test
  void elementWithoutRoom_isNotDroppedWithoutAWord() {
    String method =
        "String[] names; String last() { return null; } String first() { if (names.length == 0)"
            + " return null; return names[0]; } String keep(int at, String name)"
            + " { if (names.length == 0) return null; names[at] = name; return name; }";

    assertDoubtful(method, "names[at] = name;",
        "if (at >= names.length) { return null; } names[at] = name;");
    assertDoubtful(method, "names[at] = name;",
        "names[Math.min(at, names.length - 1)] = name;");
    assertAllowed(method.replace("names[at] = name; return name;", "return names[at];"),
        "return names[at];", "if (at >= names.length) { return null; } return names[at];");
  }

  @Test
  void indexSetToItsBound_isClamped() {
    String method = "/** @throws IllegalArgumentException if there is no such place */"
        + " String head(String text, int end) { return text.substring(0, end); }";
    String use = "return text.substring";

    assertThat(found(method, use, "if (end > text.length()) { end = text.length(); } " + use))
        .map(Silencing::kind)
        .contains(Silencing.Kind.CLAMPS);
  }

  @Test
  void nought_mayBeDocumentedInWords() {
    String method = "int used(int all) { return 100 / all; }";
    String use = "return 100 / all";

    assertAllowed("/** In percent; what has no room counts as not used. */ " + method, use,
        "if (all == 0) return 0; " + use);
    assertDoubtful("/** In percent, not in thousandths. */ " + method, use,
        "if (all == 0) return 0; " + use);
  }

  @Test
  void valueTheMethodReturnsAlready_isAllowed() {
    assertAllowed(
        "int size(String text) { if (text.isEmpty()) return 0; return text.length(); }", USE,
        "if (text == null) return 0; " + USE);
  }

  @Test
  void visitThatIsNotTheFirst_endsARecursionWithoutEnd() {
    String members =
        "java.util.List<A> parts; void collect(A a, java.util.Set<A> met) {"
            + " met.add(a); for (A part : a.parts) collect(part, met); }";
    String patch = "if (!met.add(a)) { return; }";

    assertThat(found(members, "met.add(a);", patch)
        .flatMap(new Precedent(project(members), "java.lang.StackOverflowError")::of))
        .isPresent();
    assertDoubtful(members, "met.add(a);", patch);
    assertThat(found(members, "met.add(a);", "if (a == null) { return; } met.add(a);")
        .flatMap(new Precedent(project(members), "java.lang.StackOverflowError")::of))
        .isEmpty();
  }

  @Test
  void fieldThatAnotherConstructorMakes_isNotPassedBy() {
    String members =
        "java.util.List<String> all; A() {} A(int n) { all = new java.util.ArrayList<String>(); }"
            + " /** The number, 0 of none. */ int size() { return all.size(); }";

    assertDoubtful(members, "return all.size()", "if (all == null) return 0; return all.size()");
    assertAllowed(members.replace("all = new", "Object o = new"), "return all.size()",
        "if (all == null) return 0; return all.size()");
  }

  @Test
  void nullThatIsGiven_isNoReasonToReturnIt() {
    String method = "Object first(Object[] all) { return all[0]; }";
    String patch = "if (all.length == 0) return null; return all";

    assertThat(reason("/** The first. @return it, null if all are null */ " + method, patch))
        .isEmpty();
    assertThat(reason("/** The first: first(a, null) = copy of a */ " + method, patch)).isEmpty();
    assertThat(
        reason("/** The first, unless the array is null, in which case none */ " + method, patch))
        .isEmpty();
    assertThat(reason("/** The first. @return it, null if there is none */ " + method, patch))
        .isPresent();
  }

  private static Optional<Precedent.Reason> reason(String members, String after) {
    return found(members, "return all", after)
        .flatMap(
            new Precedent(project(members), "java.lang.ArrayIndexOutOfBoundsException")::of);
  }

  @Test
  void stepThatIsConditionalElsewhere_mayBeLeftOut() {
    String others = " int n; int[] seen; void pop() { n--; if (n > 0) { seen[n - 1]++; } }";

    assertAllowed("void skip() { seen[n - 1]++; }" + others, "seen[n - 1]++;",
        "if (n >= 1) { seen[n - 1]++; }");
    assertDoubtful("void skip() { seen[n - 2]++; }" + others, "seen[n - 2]++;",
        "if (n >= 2) { seen[n - 2]++; }");
  }

  /** Its input is refused by the step itself where it is wrong. */
  @Test
  void stepThatRefusesWhatItCannotUse_isNotLeftOut() {
    assertDoubtful(
        "void read(int n, int[] in) throws java.io.IOException { note(n); byte[] b = new byte[n];"
            + " if (in.length < n) { throw new java.io.IOException(); } keep(b); }",
        "byte[] b = new byte[n]; if (in.length < n) { throw new java.io.IOException(); } keep(b);",
        "if (n >= 0) { byte[] b = new byte[n];"
            + " if (in.length < n) { throw new java.io.IOException(); } keep(b); }");
  }

  @Test
  void checkThatItsClassMakesOnAConditionElsewhere_mayBeMadeOnIt() {
    String members =
        "void number(double d) { if (d != d) { throw new IllegalArgumentException(\"finite: \" + d); } }"
            + " void text(String s) { if (!easy && s.isEmpty()) {"
            + " throw new IllegalArgumentException(\"%s: \" + s); } } boolean easy;";

    assertAllowed(members.formatted("finite"), "d != d", "!easy && d != d");
    assertDoubtful(members.formatted("empty"), "d != d", "!easy && d != d");
  }

  @Test
  void loopOverWhatWasTakenAsNullBefore_mayBeLeftOut() {
    String members =
        "int size(int[] all) { note(all); int n = 0; for (int each : all) { n += each; } return n; }"
            + " void note(int[] given) { if (given %s null) { %s } }";
    String loop = "for (int each : all) { n += each; }";
    String patch = "if (all != null) { " + loop + " }";

    assertAllowed(members.formatted("!=", "count(given);"), loop, patch);
    assertDoubtful(members.formatted("==", "throw new IllegalArgumentException();"), loop, patch);
    assertDoubtful(
        members.formatted("!=", "count(given);").replace("note(all); int", "int"), loop, patch);
  }

  @Test
  void parameterThatIsGivenBack_mayBeNull() {
    String use = "if (text.startsWith";
    String guard = "if (text == null) { return null; } " + use;

    assertAllowed(
        "String bare(String text) { if (text.startsWith(\"-\")) { return text.trim(); } return text; }",
        use, guard);
    assertDoubtful(
        "String bare(String text) { if (text.startsWith(\"-\")) { return text.trim(); } return \"-\" + text; }",
        use, guard);
  }

  @Test
  void elementThatIsMissing_doesNotEndTheWork() {
    String method =
        "/** The lengths, null for no texts. */ int[] all(String[] texts) { int[] all = new int[9]; int i = 0;"
            + " for (String each : texts) { %s all[i++] = each.length(); } return all; }";
    String use = "all[i++]";
    String patch = "if (each == null) { return null; } " + use;

    assertDoubtful(method.formatted(""), use, patch);
    assertAllowed(method.formatted("if (each.isEmpty()) { return null; }"), use, patch);
    assertDoubtful(method.formatted("String text = each.trim();"), "each.trim()",
        "each == null ? null : each.trim()");
    assertAllowed(method.formatted(""), "int[] all = ",
        "if (texts == null) { return null; } int[] all = ");
    assertAllowed(method.formatted(""), use, "if (i == all.length) { return null; } " + use);
  }

  @Test
  void missingElement_doesNotEndTheOthersTurn() {
    assertDoubtful(
        "int all(String[] l, int n) { int i = 0; while (i < n) { l[i].trim(); i++; } return i; }",
        "i < n", "i < n && l[i] != null");
    assertThat(
        found("int all(A a) { int i = 0; while (i < 9) { a = a.next; i++; } return i; } A next;",
            "i < 9", "i < 9 && a != null"))
        .isEmpty();
  }

  @Test
  void documentedResultForNothing_allowsNoOther() {
    String method =
        "/** The sum, -1 when nothing was measured. */ int sum(int[] all) { int sum = 0;"
            + " for (int i = 0; i < all.length; i++) { sum += all[i]; } return sum; }";

    assertAllowed(method, "int sum = 0;", "if (all == null) return -1; int sum = 0;");
    assertDoubtful(method, "int sum = 0;", "if (all == null) return 0; int sum = 0;");
    assertDoubtful(method, "i < all", "all != null && i < all");
  }

  @Test
  void innerLoopWithTheBoundOfTheOuter_mayHaveTheWrongOne() {
    String loops = "for (int x = 0; x < %s; x++) for (int y = 0; y < n; y++) all[x][y] = 1; }";
    String narrower = "y < n && y < all[x].length";

    assertDoubtful(
        "void fill(int[][] all, int n, int m) { " + loops.formatted("n"), "y < n", narrower);
    assertAllowed(
        "void fill(int[][] all, int n, int m) { " + loops.formatted("m"), "y < n", narrower);
    assertDoubtful(
        "void fill(int[][] all, int n, int m) { " + loops.formatted("n"), "all[x][y] = 1;",
        "if (y < all[x].length) { all[x][y] = 1; }");
  }

  @Test
  void equalsOfNull_isFalse() {
    assertAllowed(
        "public boolean equals(Object o) { return o.hashCode() == 1; }", "return o",
        "if (o == null) return false; return o");
  }

  @Test
  void wayOfTheProject_isAllowed() {
    String others =
        " String b(String t) { if (t == null) { return null; } return t.trim(); }"
            + " String c(String t) { if (t == null) return null; return t.strip(); }";
    String method = "String a(String t) { return t.concat(t); }";

    assertAllowed(method + others, "return t.concat",
        "if (t == null) return null; return t.concat");
    assertDoubtful(method, "return t.concat", "if (t == null) return null; return t.concat");
    assertDoubtful(
        method + " static class B {" + others.replace("t == null", "t.isEmpty()") + "}",
        "return t.concat",
        "if (t == null) return null; return t.concat");
  }

  @Test
  void roundOfALoop_mayBeLeftOut() {
    assertAllowed(
        "void all(java.util.List<String> l) { for (String s : l) { s.trim(); } }", "s.trim();",
        "if (s != null) { s.trim(); }");
  }

  @Test
  void leftOutStatement_needsAReason() {
    String method = "Runnable done; void end() { done.run(); }";

    assertDoubtful(method, "done.run();", "if (done != null) { done.run(); }");
    assertAllowed(
        method + " void start() { if (done != null) { done.run(); } }", "done.run(); } void start",
        "if (done != null) { done.run(); } } void start");
  }

  @Test
  void checkTakenAway_isNeverAllowed() {
    assertDoubtful(
        "/** @return null */ int a(int i) { if (i < 0) throw new IllegalArgumentException(); return i; }",
        "if (i < 0) throw new IllegalArgumentException();", "");
    assertDoubtful(
        "int a(int i) { if (i < 0) throw new IllegalArgumentException(); return i; }", "i < 0",
        "i < -1");
  }

  @Test
  void checkThatRefusesWhatItNames_mayBeMovedByOne() {
    String method =
        "int a(int i) { if (i < 0 || i >= 59) throw new IllegalArgumentException(\"not in 0 to 59\"); return i; }";

    assertAllowed(method, "i >= 59", "i > 59");
    assertDoubtful(method, "i < 0", "i < -1");
    assertDoubtful(method, "i >= 59", "i >= 70");
  }

  @Test
  void earlyReturnOfASibling_isAllowed() {
    assertAllowed(
        "String a(String t) { return t.trim(); } String b(String t) { if (t == null) return null; return t; }",
        "return t.trim", "if (t == null) return null; return t.trim");
  }

  @Test
  void promisedException_isNotReplacedBySilence() {
    assertDoubtful(
        "/** @throws IllegalStateException if it ends early */ int a(int[] all) { int sum = 0;"
            + " if (all.length == 1) throw new IllegalStateException();"
            + " for (int i = 0; i < 9; i++) { sum += all[i]; } return sum; }",
        "sum += all[i];", "if (i == all.length) break; sum += all[i];");
    assertDoubtful("int[] all; int at; int next() { return all[at++]; }", "all[at++]",
        "all[Math.min(at++, all.length - 1)]");
  }

  @Test
  void storingStatement_isNotLeftOut() {
    assertDoubtful(
        "void all(java.util.Map<String, java.util.List<String>> m, String[] t) {"
            + " for (String s : t) { java.util.List<String> l = m.get(s); l.add(s); } }",
        "l.add(s);", "if (l != null) { l.add(s); }");
  }

  @Test
  void returnAfterSomethingWasDone_isNoStrongGround() {
    String members =
        "java.util.List<String> done; String a() { if (done.isEmpty()) return null; done.clear();"
            + " return done.get(0).trim(); }";
    Silencing late =
        found(members, "return done.get", "if (done.get(0) == null) return null; return done.get")
            .orElseThrow();

    assertThat(new Precedent(project(members), "java.lang.NullPointerException").of(late))
        .hasValueSatisfying(reason -> assertThat(reason.isStrong()).isFalse());
  }

  @Test
  void valueOfAnotherType_isNotMissing() {
    String members =
        "/** 0 when there is none. */ int a(Object o) { return ((Integer) o).intValue(); }";
    Silencing silencing =
        found(members, "return", "if (!(o instanceof Integer)) return 0; return").orElseThrow();

    assertThat(new Precedent(project(members), "java.lang.ClassCastException").of(silencing))
        .isEmpty();
  }

  @Test
  void indexOfItsOwn_thatIsOutOfBounds_isNoMissingInput() {
    String members =
        "int at; int[] all; /** Next. */ int peek() { if (at == 7) return 0; return all[at]; }";

    assertDoubtful(members, "return all", "if (at >= all.length) return 0; return all");
    assertAllowed(
        "int[] all; int peek(int at) { if (at == 7) return 0; return all[at]; }", "return all",
        "if (at >= all.length) return 0; return all");
  }

  @Test
  void valueTheClassFallsBackTo_isAllowed() {
    String counting =
        "java.util.Map<String, Integer> m; void add(String s) { m.merge(s, 1, Integer::sum); }";
    String method = " int of(String s) { return m.get(s); }";

    assertAllowed(counting + method, "m.get(s)", "m.getOrDefault(s, 0)");
    assertDoubtful("java.util.Map<String, Integer> m;" + method, "m.get(s)",
        "m.getOrDefault(s, 0)");
  }

  @Test
  void valueOfItsOwn_beatsThatOfASibling() {
    String sibling = " String b(String t) { if (t == null) return null; return t; }";

    assertDoubtful(
        "String a(String t) { return t.isEmpty() ? \"none here\" : t; }" + sibling, "return t.is",
        "if (t == null) return null; return t.is");
  }

  @Test
  void comparison_mayNotCallTheUnknownEqual() {
    String known =
        "Integer n; int compareTo(A o) { if (n == null) return 1; return n.compareTo(o.n); }";

    assertDoubtful(known, "return n.", "if (o.n == null) return 1; return n.");
    assertAllowed(known, "return n.", "if (o.n == null) return -1; return n.");

    assertDoubtful(
        "Integer n; int compareTo(A o) { if (n == null) return 0; return n.compareTo(o.n); }",
        "return n.", "if (o.n == null) return 0; return n.");
  }

  @Test
  void loopThatEndsEarly_isDoubtfulWhereAnExceptionIsPromised() {
    String loop = "for (int i = 0; i < n; i++) { sum += all[i]; } return sum; }";
    String narrower = "i < all.length && i < n;";

    assertAllowed("int sum(int[] all, int n) { int sum = 0; " + loop, "i < n;", narrower);
    assertDoubtful(
        "int sum(int[] all, int n) throws E { if (n < 0) throw new E(); int sum = 0; " + loop,
        "i < n;", narrower);
  }

  @Test
  void loopThatTakesElementsOut_passesOverOthers() {
    assertDoubtful(
        "void drop(java.util.List<String> l) { for (int i = 0, n = l.size(); i < n; i++) {"
            + " if (l.get(i).isEmpty()) { l.remove(i); } } }",
        "i < n;", "i < n && i < l.size();");
  }

  @Test
  void valueThatIsAskedForFurtherOn_isAllowed() {
    String method = "int a(java.util.Iterator<String> l) { String s = l.next();";
    String use = "l.next()";
    String now = "l.hasNext() ? l.next() : \"\"";

    assertAllowed(method + " if (s.isBlank()) { return 1; } return s.length(); }", use, now);
    assertDoubtful(method + " return s.length(); }", use, now);
  }

  @Test
  void otherTypes_mayBeLeftOutWhereTheClassDoesSo() {
    String method = "void a(Object o) { String s = (String) o; s.trim(); }";
    String before = "String s = (String) o;";
    String now = "if (!(o instanceof String)) return; String s = (String) o;";
    String loop =
        "void b(Object[] all) { for (Object o : all) { String s = (String) o; s.trim(); } }";
    String round = "if (!(o instanceof String)) continue; String s = (String) o;";
    String sibling = " int c(Object o) { int n = 0; if (o instanceof Long) { n++; } return n; }";

    assertThat(castReason(loop + sibling, before, round)).isPresent();
    assertThat(castReason(loop, before, round)).isEmpty();
    assertThat(castReason(method, before, now)).isEmpty();
  }

  @Test
  void swallowedException_needsAReason() {
    assertDoubtful(
        "int a(String s) { return Integer.parseInt(s); }", "return Integer.parseInt(s);",
        "try { return Integer.parseInt(s); } catch (NumberFormatException e) { return 0; }");
  }

  @Test
  void computingSomethingElse_isNotSilent() {
    assertDoubtful("void all(String[] l) { for (String s : l) { s.trim(); } }", "s.trim();",
        "if (s == null) { break; } s.trim();");
    assertThat(found("int a(int[] all, int i) { return all[i]; }", "all[i]", "all[i - 1]"))
        .isEmpty();
    assertThat(
        found("String s; int a() { return s.length(); }", "return s",
            "if (s == null) s = \"\"; return s"))
        .isEmpty();
    assertThat(
        found("int a(String s) { return s.length(); }", "return s",
            "if (s == null) throw new IllegalArgumentException(\"s\"); return s"))
        .isEmpty();
  }

  @Test
  void nullInAThrowsTag_isNoValue() {
    assertDoubtful(
        "/** Reads it.\n* @throws IllegalArgumentException if it is null */ String a(String t) { return t.trim(); }",
        "return t.", "if (t == null) return null; return t.");
  }

  @Test
  void fieldThatAMethodMakes_isNotMadeUp() {
    String read = "/** None when there is none. */ int a() { return all.size(); }";
    String field = "java.util.List<String> all; ";

    assertDoubtful(field + read + " void make() { all = new java.util.ArrayList<>(); }",
        "return all", "if (all == null) return 0; return all");
    assertAllowed(field + read, "return all", "if (all == null) return 0; return all");
  }

  @Test
  void defaultOfAnotherQuestion_isNoReason() {
    String sum = "int b(Integer i) { int n = 0; n += i.intValue(); return n; } ";
    String added = "n += i == null ? 0 : i.intValue();";

    assertDoubtful(sum + "int c(int i) { return i > 5 ? 0 : i; }", "n += i.intValue();", added);
    assertAllowed(sum + "int c(Integer i) { return i == null ? 0 : i; }", "n += i.intValue();",
        added);
  }

  @Test
  void earlyReturnElsewhere_isNoReasonToLeaveAStatementOut() {
    assertDoubtful(
        "String a(StringBuilder t) { t.append(1); return \"\"; }"
            + " String b(String t) { if (t == null) return null; return t; }",
        "t.append(1);", "if (t != null) { t.append(1); }");
  }

  private static void assertAllowed(String members, String before, String after) {
    assertThat(found(members, before, after)
        .flatMap(new Precedent(project(members), "java.lang.NullPointerException")::of))
        .isPresent();
  }

  private static void assertDoubtful(String members, String before, String after) {
    assertThat(found(members, before, after)).isPresent();
    assertThat(found(members, before, after)
        .flatMap(new Precedent(project(members), "java.lang.NullPointerException")::of))
        .isEmpty();
  }

  private static Optional<Precedent.Reason> castReason(
      String members, String before, String after) {
    return found(members, before, after)
        .flatMap(new Precedent(project(members), "java.lang.ClassCastException")::of);
  }

  private static Optional<Silencing> found(String members, String before, String after) {
    int start = source(members).indexOf(before);
    Patch patch =
        Patch.of(
            List.of(new Edit(FILE, start, start + before.length(), after)),
            new Recipe(Recipe.Shape.REPLACE_STATEMENT, after),
            new Origin.Operator("test"),
            "because",
            List.of());
    return Silencing.of(new ParsedTree(project(members).tree()), patch);
  }

  private static Project project(String members) {
    return Shop.project(Map.of(FILE, source(members)), List.of());
  }

  private static String source(String members) {
    return "package p; class A { " + members + " }";
  }
}
