package nexa.heal.swap;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import nexa.event.Frame;
import nexa.event.StackTrace;
import nexa.heal.source.Project;
import nexa.heal.source.SourceTree;
import nexa.heal.swap.ClassBuild.Built;
import nexa.heal.swap.ClassBuild.Changed;
import nexa.heal.swap.ClassBuild.RunningClass;
import nexa.heal.swap.ClassBuild.Touched;
import nexa.issue.Diagnosis;
import nexa.issue.Fingerprint;
import nexa.issue.Issue;
import nexa.issue.Location;
import nexa.patch.Edit;
import nexa.patch.Origin;
import nexa.patch.Patch;
import nexa.patch.Recipe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

class SwapBuilderTest {

  private static final String FILE = "src/main/java/shop/Cart.java";
  private static final String SOURCE =
      """
      package shop;

      public class Cart {
        static final int MAX = 9;
        static Object started = "a";
        @Deprecated
        public int total(String code) {
          return code.length();
        }
        public Runnable task() {
          return () -> System.gc();
        }
      }
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "return code.length();|return code == null ? 0 : code.length();",
        "return code.length();|if (code == null) { return 0; } return code.length();",
        "return code.length();|try { return code.length(); } catch (Exception e) { return 0; }",
        "return code.length();|for (;;) { if (code != null) { return 1; } code = \"x\"; }",
        "return code.length();|java.util.function.ToIntFunction<String> f = String::length;"
            + " return f.applyAsInt(code);",
        "return code.length();|return switch (code) { case \"a\" -> 1; default -> 2; };",
        "return code.length();|return (\"a\" + code).length();"})
  void changed_bodyAlone_isSwappable(String old, String now) {
    assertThat(changed(old, now))
        .isInstanceOfSatisfying(
            Changed.Bodies.class,
            bodies -> assertThat(bodies.classes())
                .singleElement()
                .satisfies(
                    touched -> {
                      assertThat(touched.className()).isEqualTo("shop.Cart");
                      assertThat(touched.methods())
                          .containsExactly("total(Ljava/lang/String;)I");
                    }));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "return code.length();|Runnable r = () -> {}; return 1;|adds the method lambda$",
        "public Runnable|void more() {} public Runnable|adds the method more()V",
        "public Runnable|int more; public Runnable|adds the field more I",
        "\"a\"|\"b\"|changes the static initialiser",
        "MAX = 9|MAX = 8|changes the modifiers or the constant of the field MAX",
        "public int total|public synchronized int total|changes the modifiers",
        "public Runnable|class Inner {} public Runnable|adds the class shop.Cart$Inner",
        "return code.length();|return new Object() {}.hashCode();|adds the class",
        "return code.length();|return switch (Thread.currentThread().getState())"
            + " { case NEW -> 1; default -> 2; };|adds the class shop.Cart$1",
        "return code.length();|assert code != null; return 1;|adds the field",
        "class Cart|class Cart implements java.io.Serializable|interfaces",
        "() -> System.gc()|() -> hashCode()|lambda$task$0",
        "@Deprecated|@SafeVarargs|do not compile",
        "@Deprecated||changes the declaration of method total",
        "return code.length();|return code.length() ;|changes no code"})
  void changed_moreThanBodies_takesRestart(String old, String now, String reason) {
    assertThat(changed(old, now == null ? "" : now))
        .isInstanceOfSatisfying(
            Changed.Restart.class, restart -> assertThat(restart.reason()).contains(reason));
  }

  @Test
  void changed_noJavaSource_takesRestart() {
    Changed changed =
        builder(Map.of(FILE, SOURCE, "src/main/kotlin/A.kt", "class A"))
            .changed(diagnosis(), patch(new Edit("src/main/kotlin/A.kt", 0, 1, "x")));

    assertThat(changed)
        .isEqualTo(
            new Changed.Restart("It changes src/main/kotlin/A.kt, which is no main Java source"));
  }

  @Test
  void build_membersOfAnotherAgent_stay() throws Exception {
    Changed.Bodies bodies = guarded();
    Touched touched = bodies.classes().getFirst();

    Built built =
        new SwapBuilder(diagnosis -> project(Map.of()))
            .build(
                bodies,
                List.of(
                    new RunningClass(
                        "shop.Cart", instrumented(touched.before()), touched.before())));

    byte[] classFile = ((Built.Ready) built).classes().getFirst().classFile();
    Class<?> patched = defined(classFile);
    Object cart = patched.getConstructor().newInstance();
    Method total = patched.getMethod("total", String.class);
    assertThat(total.invoke(cart, (Object) null)).isEqualTo(0);
    assertThat(total.invoke(cart, "abc")).isEqualTo(3);
    assertThat(total.isAnnotationPresent(Deprecated.class)).isTrue();
    assertThat(total.getParameters()[0].getName()).isEqualTo("code");
    assertThat(patched.getMethod("probe").invoke(null)).isEqualTo(7);
    assertThat(patched.getField("probes").getType()).isEqualTo(int.class);
  }

  @Test
  void build_otherSourceRuns_isRefused() {
    Changed.Bodies other = (Changed.Bodies) changed("return code.length();", "return 5;");
    byte[] running = other.classes().getFirst().after();

    Built built =
        new SwapBuilder(diagnosis -> project(Map.of()))
            .build(guarded(), List.of(new RunningClass("shop.Cart", running, null)));

    assertThat(built)
        .isEqualTo(
            new Built.Refused(
                "The source at c0ffee does not match the running build: shop.Cart: the method"
                    + " total(Ljava/lang/String;)I differs"));
  }

  @Test
  void build_untouchedMethodDiffers_isRefused() {
    Changed.Bodies other =
        (Changed.Bodies) changed("return () -> System.gc();", "System.gc(); return"
            + " () -> System.gc();");
    byte[] running = other.classes().getFirst().after();

    Built built =
        new SwapBuilder(diagnosis -> project(Map.of()))
            .build(guarded(), List.of(new RunningClass("shop.Cart", running, running)));

    assertThat(built)
        .isInstanceOfSatisfying(
            Built.Refused.class, refused -> assertThat(refused.reason()).contains("task()"));
  }

  @Test
  void build_classNotLoaded_isRefused() {
    assertThat(new SwapBuilder(diagnosis -> project(Map.of())).build(guarded(), List.of()))
        .isEqualTo(new Built.Refused("The class shop.Cart is not loaded"));
  }

  private static Changed.Bodies guarded() {
    return (Changed.Bodies) changed(
        "return code.length();", "return code == null ? 0 : code.length();");
  }

  private static Changed changed(String old, String now) {
    int start = SOURCE.indexOf(old);
    assertThat(start).isNotNegative();
    return builder(Map.of(FILE, SOURCE))
        .changed(diagnosis(), patch(new Edit(FILE, start, start + old.length(), now)));
  }

  private static SwapBuilder builder(Map<String, String> sources) {
    Project project = project(sources);
    return new SwapBuilder(diagnosis -> project);
  }

  private static Project project(Map<String, String> sources) {
    Map<String, byte[]> files = new TreeMap<>();
    sources.forEach((path, text) -> files.put(path, text.getBytes(StandardCharsets.UTF_8)));
    return new Project(
        new SourceTree("c0ffee", files), List.of("src/main/java"), List.of(), List.of(), List.of(),
        List.of(), 17);
  }

  private static Patch patch(Edit edit) {
    return Patch.of(
        List.of(edit), new Recipe(Recipe.Shape.REPLACE_EXPRESSION, "x"), new Origin.Operator("o"),
        "why", List.of());
  }

  /** What a coverage agent does to a class as it is loaded. */
  private static byte[] instrumented(byte[] classFile) {
    ClassReader reader = new ClassReader(classFile);
    ClassWriter writer = new ClassWriter(reader, 0);
    reader.accept(
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public void visitEnd() {
            visitField(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, "probes", "I", null, null);
            MethodVisitor probe =
                visitMethod(
                    Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, "probe", "()I", null, null);
            probe.visitCode();
            probe.visitIntInsn(Opcodes.BIPUSH, 7);
            probe.visitInsn(Opcodes.IRETURN);
            probe.visitMaxs(1, 0);
            probe.visitEnd();
          }
        },
        0);
    return writer.toByteArray();
  }

  private static Class<?> defined(byte[] classFile) {
    return new ClassLoader(SwapBuilderTest.class.getClassLoader()) {
      Class<?> define() {
        return defineClass("shop.Cart", classFile, 0, classFile.length);
      }
    }.define();
  }

  private static Diagnosis diagnosis() {
    Frame frame = new Frame("shop.Cart", "total", "Cart.java", 8);
    Issue issue =
        new Issue(
            "SHOP-1", "shop", new Fingerprint("0123456789abcdef"), "NullPointerException",
            "java.lang.NullPointerException", frame, Issue.Status.OPEN, 1, Instant.EPOCH,
            Instant.EPOCH, Set.of("logs"), "one trace", null,
            new StackTrace("java.lang.NullPointerException", null, List.of(frame), null, List.of()),
            List.of(frame), null);
    return new Diagnosis(issue, "c0ffee", List.of(new Location(FILE, "shop.Cart", "total", 8, 0)));
  }
}
