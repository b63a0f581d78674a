package nexa.heal.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import nexa.event.Frame;
import nexa.event.StackTrace;
import nexa.issue.Fingerprint;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FingerprintsTest {

  private static final List<String> SHOP = List.of("com.example.shop");
  private static final String NPE = "java.lang.NullPointerException";

  @Test
  void fingerprint_isSixteenHexDigits() {
    assertThat(of(crash("com.example.shop.Pricing.total:12")).value()).matches("[0-9a-f]{16}");
  }

  @Test
  void otherLine_isTheSameIssue() {
    assertThat(of(crash("com.example.shop.Pricing.total:12")))
        .isEqualTo(of(crash("com.example.shop.Pricing.total:19")));
  }

  @ParameterizedTest
  @CsvSource({
    "com.example.shop.Cart.lambda$total$0:3, com.example.shop.Cart.lambda$total$7:3",
    "com.example.shop.Cart.lambda$0:3, com.example.shop.Cart.lambda$1:3",
    "com.example.shop.Cart.access$000:3, com.example.shop.Cart.access$100:3",
    "com.example.shop.Cart$1.run:3, com.example.shop.Cart$2.run:3",
    "com.example.shop.Cart$1Line.price:3, com.example.shop.Cart$2Line.price:3",
    "app//com.example.shop.Cart.price:3, com.example.shop.Cart.price:3",
  })
  void otherNumberOrLoader_isTheSameIssue(String one, String other) {
    assertThat(of(crash(one))).isEqualTo(of(crash(other)));
  }

  @Test
  void frameOfAnInstalledPackage_isNotTheServicesOwn() {
    Frame own = new Frame("app.shop.cart", "total", "cart.py", 7);
    Frame library = new Frame(Frame.LIBRARY + "json.decoder", "decode", "decoder.py", 337);
    StackTrace trace =
        new StackTrace("ValueError", null, List.of(library, own), null, List.of());

    assertThat(Fingerprints.inAppFrames(trace, List.of())).containsExactly(own);
    assertThat(Fingerprints.inAppFrames(trace, List.of("json"))).containsExactly(library);
    assertThat(Fingerprints.title(trace, List.of())).isEqualTo("ValueError in cart.total");
  }

  @ParameterizedTest
  @CsvSource({
    "System.Collections.Generic.List`1.get_Item:0, false",
    "Microsoft.AspNetCore.Mvc.Infrastructure.ActionMethodExecutor.Execute:0, false",
    "java.util.ArrayList.get:427, false",
    "SystemShop.Cart.Total:7, true",
    "Acme.System.Cart.Total:7, true",
  })
  void framesOfARuntime_areToldByTheirNames(String frame, boolean isInApp) {
    assertThat(Fingerprints.inAppFrames(crash(frame), List.of())).hasSize(isInApp ? 1 : 0);
  }

  @ParameterizedTest
  @CsvSource({
    "com.example.shop.Pricing.total:3, com.example.shop.Pricing.tax:3",
    "com.example.shop.Pricing.total:3, com.example.shop.Cart.total:3",
    "com.example.shop.CartV1.total:3, com.example.shop.CartV2.total:3",
    "com.example.shop.Cart.total1:3, com.example.shop.Cart.total2:3",
    "com.example.shop.Cart$Line.total:3, com.example.shop.Cart$Item.total:3",
  })
  void otherMethod_isAnotherIssue(String one, String other) {
    assertThat(of(crash(one))).isNotEqualTo(of(crash(other)));
  }

  @Test
  void otherException_isAnotherIssue() {
    assertThat(of(crash("com.example.shop.Pricing.total:12")))
        .isNotEqualTo(
            of(trace("java.lang.ArithmeticException", null, "com.example.shop.Pricing.total:12")));
  }

  @ParameterizedTest
  @CsvSource({
    "com.example.shop.Pricing$$SpringCGLIB$$0.total:0",
    "com.example.shop.Pricing$$EnhancerBySpringCGLIB$$1a2b3c.total:0",
    "com.example.shop.Pricing$$FastClassBySpringCGLIB$$9f.invoke:0",
    "com.example.shop.Pricing$$Lambda/0x00007f0001.get:0",
    "com.example.shop.$Proxy12.total:0",
    "jdk.proxy2.$Proxy5.total:0",
    "jdk.internal.reflect.GeneratedMethodAccessor4.invoke:0",
    "com.example.shop.Pricing$HibernateProxy$x1.total:0",
    "org.springframework.aop.framework.ReflectiveMethodInvocation.proceed:9",
    "java.util.ArrayList.forEach:1596",
  })
  void frameNobodyWrote_isLeftOut(String frame) {
    assertThat(of(crash("com.example.shop.Pricing.total:1", frame, "com.example.shop.Cart.pay:2")))
        .isEqualTo(of(crash("com.example.shop.Pricing.total:1", "com.example.shop.Cart.pay:2")));
  }

  @Test
  void wrapper_isLeftOut() {
    StackTrace root = crash("com.example.shop.Pricing.total:1", "com.example.shop.Main.run:5");
    StackTrace wrapped =
        trace("java.lang.RuntimeException", root, "com.example.shop.Main.handle:8");

    assertThat(of(wrapped)).isEqualTo(of(root));
  }

  @Test
  void recursion_countsOnce() {
    String walk = "com.example.shop.Tree.walk:4";
    assertThat(of(crash("com.example.shop.Node.value:1", walk, walk, walk)))
        .isEqualTo(of(crash("com.example.shop.Node.value:1", walk)));
  }

  @Test
  void stackOverflow_isTheSameWhereverItRanOut() {
    String[] cycle = {"com.example.shop.A.a:1", "com.example.shop.B.b:2"};
    List<String> log = new ArrayList<>(List.of("com.example.shop.C.leaf:9"));
    List<String> agent = new ArrayList<>(List.of(cycle[1]));
    for (int i = 0; i < 1024; i++) {
      log.add(cycle[i % 2]);
      if (i < 255) {
        agent.add(cycle[i % 2]);
      }
    }
    String type = "java.lang.StackOverflowError";

    assertThat(of(trace(type, null, log.toArray(String[]::new))))
        .isEqualTo(of(trace(type, null, agent.toArray(String[]::new))));
  }

  @Test
  void outerLibraryFrames_areLeftOut() {
    StackTrace agent =
        crash(
            "com.example.shop.Pricing.total:1",
            "com.example.shop.Cart.pay:2",
            "java.util.concurrent.ThreadPoolExecutor.runWorker:1144",
            "java.lang.Thread.run:1583");
    StackTrace log = crash("com.example.shop.Pricing.total:1", "com.example.shop.Cart.pay:2");

    assertThat(of(agent)).isEqualTo(of(log));
  }

  @Test
  void rootCauseInALibraryThread_isPlacedAtTheInnermostExceptionWithOwnFrames() {
    StackTrace root = trace("java.net.ConnectException", null, "sun.nio.ch.Net.pollConnect:1");
    StackTrace middle = trace("java.io.IOException", root, "com.example.shop.Stock.ask:7");
    StackTrace outer = trace("java.lang.RuntimeException", middle, "com.example.shop.Cart.pay:2");

    assertThat(Fingerprints.inAppFrames(outer, SHOP))
        .extracting(Frame::method)
        .containsExactly("ask");
    assertThat(Fingerprints.title(outer, SHOP)).isEqualTo("ConnectException in Stock.ask");
  }

  @Test
  void noOwnFrames_isGroupedByTheInnermostFive() {
    String[] six = {"a.A.a:1", "a.A.b:1", "a.A.c:1", "a.A.d:1", "a.A.e:1", "a.A.f:1"};
    String[] otherSixth = six.clone();
    otherSixth[5] = "a.A.other:1";
    String[] otherFifth = six.clone();
    otherFifth[4] = "a.A.other:1";

    assertThat(of(crash(six))).isEqualTo(of(crash(otherSixth)));
    assertThat(of(crash(six))).isNotEqualTo(of(crash(otherFifth)));
  }

  @Test
  void noFrames_isGroupedByTypeAndMessageTemplate() {
    assertThat(of(new StackTrace(NPE, "order 12 is null", List.of(), null, List.of())))
        .isEqualTo(of(new StackTrace(NPE, "order 13 is null", List.of(), null, List.of())))
        .isNotEqualTo(of(new StackTrace(NPE, "cart 13 is null", List.of(), null, List.of())));
  }

  @Test
  void noPrefixes_meansWhatNoKnownLibraryHas() {
    StackTrace trace =
        crash("java.util.Objects.requireNonNull:1", "acme.Job.run:2", "org.junit.Runner.x:3");

    assertThat(Fingerprints.inAppFrames(trace, List.of()))
        .extracting(Frame::className)
        .containsExactly("acme.Job");
  }

  @Test
  void prefix_endsAtAPackageOrClass() {
    StackTrace trace = crash("com.example.shopping.Cart.a:1", "com.example.shop.Cart.b:2");

    assertThat(Fingerprints.inAppFrames(trace, List.of("com.example.shop.", "")))
        .extracting(Frame::method)
        .containsExactly("b");
  }

  @ParameterizedTest
  @CsvSource({
    "com.example.shop.Pricing.total:1, NullPointerException in Pricing.total",
    "com.example.shop.Pricing$Rule.lambda$apply$0:1, NullPointerException in Pricing.Rule.apply",
    "com.example.shop.Pricing$1.run:1, NullPointerException in Pricing.run",
    "com.example.shop.Pricing.<init>:1, NullPointerException in new Pricing",
    "com.example.shop.Pricing.<clinit>:1, NullPointerException in Pricing's static initializer",
  })
  void title_namesTheMethodAsAPersonWould(String frame, String title) {
    assertThat(Fingerprints.title(crash(frame), SHOP)).isEqualTo(title);
  }

  @Test
  void because_namesTheMethodsInWords() {
    assertThat(
        Fingerprints.because(
            crash("com.example.shop.Pricing$1.run:1", "com.example.shop.Cart.lambda$pay$0:2"),
            SHOP))
        .isEqualTo(
            "Same root cause, NullPointerException, at the same in-app methods:"
                + " Pricing.run < Cart.pay");
  }

  private static Fingerprint of(StackTrace trace) {
    return Fingerprints.of(trace, SHOP);
  }

  private static StackTrace crash(String... frames) {
    return trace(NPE, null, frames);
  }

  private static StackTrace trace(String type, @Nullable StackTrace cause, String... frames) {
    return new StackTrace(
        type,
        null,
        Arrays.stream(frames).map(FingerprintsTest::frame).toList(),
        cause,
        List.of());
  }

  private static Frame frame(String text) {
    int colon = text.lastIndexOf(':');
    int dot = text.lastIndexOf('.', colon);
    return new Frame(
        text.substring(0, dot),
        text.substring(dot + 1, colon),
        null,
        Integer.parseInt(text.substring(colon + 1)));
  }

  @Test
  void variant_tellsMessagesAndOuterMethodsApart() {
    StackTrace deep = crash(deep("com.example.shop.Web.get:1"));
    StackTrace other = crash(deep("com.example.shop.Job.run:1"));

    assertThat(of(other)).isEqualTo(of(deep));
    assertThat(Fingerprints.variant(other, SHOP)).isNotEqualTo(Fingerprints.variant(deep, SHOP));
    assertThat(Fingerprints.variant(saying(deep, "no price for 7"), SHOP))
        .isEqualTo(Fingerprints.variant(saying(deep, "no price for 8"), SHOP))
        .isNotEqualTo(Fingerprints.variant(saying(deep, "no such price"), SHOP));
    assertThat(Fingerprints.of(of(deep), Fingerprints.variant(deep, SHOP)))
        .isNotEqualTo(of(deep))
        .isNotEqualTo(Fingerprints.of(of(deep), Fingerprints.variant(other, SHOP)));
  }

  private static String[] deep(String outermost) {
    String[] frames = new String[9];
    Arrays.setAll(frames, i -> "com.example.shop.Step" + (char) ('A' + i) + ".run:1");
    frames[8] = outermost;
    return frames;
  }

  private static StackTrace saying(StackTrace trace, String message) {
    return new StackTrace(
        trace.exceptionType(), message, trace.frames(), trace.cause(), trace.suppressed());
  }
}
