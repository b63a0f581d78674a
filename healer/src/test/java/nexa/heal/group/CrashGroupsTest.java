package nexa.heal.group;

import static nexa.heal.group.Crashes.ILLEGAL;
import static nexa.heal.group.Crashes.NPE;
import static nexa.heal.group.Crashes.SHOP;
import static nexa.heal.group.Crashes.crash;
import static nexa.heal.group.Crashes.fingerprint;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import nexa.event.StackTrace;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class CrashGroupsTest {

  private static final String[] PAY = {
    "shop.price.Price.of", "shop.cart.Cart.total", "shop.cart.CartService.checkout",
    "shop.web.CheckoutController.post", "shop.web.Filter.handle", "java.lang.Thread.run"
  };

  private final CrashGroups groups = new CrashGroups(SHOP, null, Weights.SHIPPED);

  @Test
  void sameFingerprint_isKnown() {
    add("SHOP-1", crash(NPE, null, PAY));

    assertThat(place(crash(NPE, "another message", PAY)))
        .isEqualTo(new Placement.Known("SHOP-1", "Same fingerprint as SHOP-1"));
  }

  @Test
  void firstCrash_isFresh() {
    assertThat(place(crash(NPE, null, PAY)))
        .isEqualTo(
            new Placement.Fresh(
                null, "New: no other has a method, a message or a meaning in common with it"));
  }

  @Test
  void renamedMethod_isJoined() {
    add("SHOP-1", crash(NPE, null, PAY));

    assertThat(joined(crash(NPE, null, with(PAY, 1, "shop.cart.Cart.sum")))).isEqualTo("SHOP-1");
    assertThat(joined(crash(NPE, null, with(PAY, 2, "shop.cart.Basket.buy")))).isEqualTo("SHOP-1");
  }

  /** Nothing tells a method that was renamed from another of its kind, and a service has many of a kind. */
  @Test
  void methodsOfOneKind_areSimilar() {
    String[] handler =
        {"shop.web.CartHandler.handle", "shop.web.Router.route", "shop.web.Http.serve"};
    add("SHOP-1", crash(NPE, "No value present", handler));
    add("SHOP-2", crash(ILLEGAL, "no price", PAY));

    Placement other =
        place(crash(NPE, "No value present", with(handler, 0, "shop.web.UserHandler.handle")));
    assertThat(other).isInstanceOf(Placement.Similar.class);
    assertThat(other.because())
        .contains("not joined, as they were thrown in different methods")
        .contains("thrown in a method called much as UserHandler.handle");
    assertThat(place(crash(ILLEGAL, "no price", with(PAY, 0, "shop.price.Price.ofItem"))))
        .isInstanceOf(Placement.Similar.class);
  }

  @Test
  void movedPackage_isSimilar() {
    add("SHOP-1", crash(NPE, "no price", PAY));
    String[] moved = PAY.clone();
    for (int i = 0; i < 5; i++) {
      moved[i] = moved[i].replace("shop.", "shop.core.");
    }

    assertThat(place(crash(NPE, "no price", moved))).isInstanceOf(Placement.Similar.class);
  }

  @Test
  void extractedMethod_isJoined() {
    add("SHOP-1", crash(NPE, null, PAY));
    List<String> extracted = new ArrayList<>(List.of(PAY));
    extracted.add(1, "shop.cart.Cart.priceOfLine");

    assertThat(joined(crash(NPE, null, extracted.toArray(String[]::new)))).isEqualTo("SHOP-1");
  }

  @Test
  void otherWayIn_isJoined() {
    add("SHOP-1", crash(NPE, null, PAY));
    String[] job = with(with(PAY, 3, "shop.job.NightlyJob.run"), 4, "shop.job.Scheduler.tick");

    assertThat(joined(crash(NPE, null, job))).isEqualTo("SHOP-1");
  }

  @Test
  void sameExceptionInUnrelatedCode_isFresh() {
    add("SHOP-1", crash(NPE, null, PAY));

    assertThat(place(crash(NPE, null, "shop.mail.Mailer.send", "shop.job.MailJob.run")))
        .isInstanceOf(Placement.Fresh.class);
  }

  @Test
  void likeNamedMethodOfAnotherFeature_isNotJoined() {
    add("SHOP-1", crash(NPE, null, "shop.cart.CartService.findPrice", "shop.web.CartPage.get"));

    assertThat(
        place(crash(NPE, null, "shop.order.OrderService.findPrice", "shop.web.OrderPage.get")))
        .isNotInstanceOf(Placement.Joined.class);
  }

  @Test
  void sameHelperForAnotherFeature_isNotJoined() {
    add("SHOP-1", crash(ILLEGAL, "state", "shop.Check.that", "shop.cart.Cart.add", "shop.Web.a"));

    assertThat(
        place(crash(ILLEGAL, "state", "shop.Check.that", "shop.mail.Mailer.send", "shop.Job.run")))
        .isNotInstanceOf(Placement.Joined.class);
  }

  @Test
  void checkForAnotherFeature_isNotJoined() {
    String check = "shop.Args.requirePositive";
    add("SHOP-1", crash(ILLEGAL, "not positive", check, "shop.cart.Cart.add", "shop.Web.a"));

    assertThat(
        place(crash(ILLEGAL, "not positive", check, "shop.mail.Mailer.limit", "shop.Web.a")))
        .isNotInstanceOf(Placement.Joined.class);
  }

  @Test
  void onlyTheOutermostMethodsShared_isNotJoined() {
    add("SHOP-1", crash(NPE, null, PAY));

    assertThat(
        place(
            crash(
                NPE, null, "shop.mail.Mailer.send", "shop.mail.Outbox.flush",
                "shop.web.CheckoutController.post", "shop.web.Filter.handle")))
        .isNotInstanceOf(Placement.Joined.class);
  }

  @Test
  void otherRootCause_isNotJoinedHoweverAlike() {
    add("SHOP-1", crash(NPE, "x", PAY));
    Placement placement = place(crash(ILLEGAL, "x", with(PAY, 4, "shop.web.Front.handle")));

    assertThat(placement).isInstanceOf(Placement.Similar.class);
    assertThat(placement.because())
        .contains("not joined, as the root cause is of another type: another root cause,");
  }

  @Test
  void libraryFramesAlone_areJoinedOnlyByTheSameMethodAndMessage() {
    String[] pool = {"lib.Pool.take", "lib.Pool.wait", "lib.Worker.run", "java.lang.Thread.run"};
    add("SHOP-1", crash(ILLEGAL, "pool is empty", pool));
    String[] other = with(pool, 2, "lib.Worker.loop");

    assertThat(joined(crash(ILLEGAL, "pool is empty", other))).isEqualTo("SHOP-1");
    assertThat(place(crash(ILLEGAL, "pool is closed", other)))
        .isNotInstanceOf(Placement.Joined.class);
    assertThat(place(crash(ILLEGAL, null, other))).isNotInstanceOf(Placement.Joined.class);
  }

  @Test
  void noFramesAtAll_areNotJoined() {
    add("SHOP-1", crash(NPE, "cart is null"));
    add("SHOP-2", crash(NPE, "cart is null", PAY));

    assertThat(place(crash(NPE, "order is null"))).isNotInstanceOf(Placement.Joined.class);
    assertThat(place(crash(NPE, null))).isNotInstanceOf(Placement.Joined.class);
  }

  @Test
  void overflowOfAnotherCycle_isNotJoined() {
    String overflow = "java.lang.StackOverflowError";
    add("SHOP-1", crash(overflow, null, cycle("shop.Tree.walk", "shop.Tree.visit")));
    add("SHOP-2", crash(overflow, null, cycle("shop.Json.write", "shop.Json.field")));

    assertThat(place(crash(overflow, null, cycle("shop.Tree.visit", "shop.Tree.walk"))))
        .isInstanceOf(Placement.Known.class);
    assertThat(place(crash(overflow, null, cycle("shop.Rule.apply", "shop.Rule.next"))))
        .isInstanceOf(Placement.Fresh.class);
  }

  @Test
  void joined_saysWhatSpokeForIt() {
    add("SHOP-1", crash(NPE, "no price", PAY));

    assertThat(
        place(crash(NPE, "no price", with(PAY, 4, "shop.web.Front.handle"))).because())
        .isEqualTo(
            "Joined with SHOP-1 by likeness, score 0.92 of the 0.76 needed: same root cause,"
                + " NullPointerException; thrown in the same method, Price.of; 4 of its 5 in-app"
                + " methods in both, in order 0.86; same message");
  }

  @Test
  void similar_saysWhatItLacks() {
    add("SHOP-1", crash(NPE, null, "shop.Price.of", "shop.cart.Cart.total", "shop.web.Page.get"));

    assertThat(
        place(crash(NPE, null, "shop.Price.of", "shop.mail.Offer.write", "shop.Job.run"))
            .because())
        .isEqualTo(
            "New, similar to SHOP-1, score 0.73, not joined, as they share too few methods: same"
                + " root cause, NullPointerException; thrown in the same method, Price.of; 1 of its"
                + " 3 in-app methods in both, in order 0.44");
  }

  @Test
  void fresh_saysHowFarTheNearestIs() {
    add("SHOP-1", crash(NPE, null, PAY));

    assertThat(
        place(crash(ILLEGAL, null, "shop.mail.Mailer.send", "shop.web.Filter.handle")).because())
        .isEqualTo("New: the nearest is SHOP-1, score 0.08, similar from 0.50 on");
  }

  @Test
  void personsJoin_isObeyed() {
    StackTrace pay = crash(NPE, null, PAY);
    StackTrace mail = crash(ILLEGAL, null, "shop.mail.Mailer.send");
    add("SHOP-1", pay);
    groups.join(fingerprint(mail), fingerprint(pay));

    assertThat(place(mail))
        .isEqualTo(new Placement.Joined("SHOP-1", null, "A person joined it with SHOP-1"));
  }

  @Test
  void personsSplit_isObeyed() {
    StackTrace pay = crash(NPE, null, PAY);
    StackTrace renamed = crash(NPE, null, with(PAY, 1, "shop.cart.Cart.sum"));
    add("SHOP-1", pay);
    groups.separate(fingerprint(pay), fingerprint(renamed));
    Placement placement = place(renamed);

    assertThat(placement).isInstanceOf(Placement.Similar.class);
    assertThat(placement.because()).contains("similar to SHOP-1")
        .contains("kept apart by a person");
  }

  @Test
  void splitFromAnyOfAGroup_keepsFromTheGroup() {
    StackTrace pay = crash(NPE, null, PAY);
    StackTrace first = crash(NPE, null, with(PAY, 1, "shop.cart.Cart.sum"));
    StackTrace second = crash(NPE, null, with(PAY, 2, "shop.cart.Basket.buy"));
    add("SHOP-1", pay);
    groups.alias(fingerprint(first), "SHOP-1");
    groups.separate(fingerprint(first), fingerprint(second));

    assertThat(place(second)).isInstanceOf(Placement.Similar.class);
  }

  @Test
  void alias_movesAFingerprint() {
    add("SHOP-1", crash(NPE, null, PAY));
    add("SHOP-2", crash(ILLEGAL, null, "shop.mail.Mailer.send"));
    groups.alias(fingerprint(crash(NPE, null, PAY)), "SHOP-2");

    assertThat(joined(crash(NPE, null, PAY))).isEqualTo("SHOP-2");

    groups.remove("SHOP-2");

    assertThat(place(crash(NPE, null, PAY))).isInstanceOf(Placement.Joined.class);
  }

  @Test
  void groupOfTwoTraces_isFoundByEither() {
    StackTrace pay = crash(NPE, null, PAY);
    StackTrace mail =
        crash(ILLEGAL, "no address", "shop.mail.Mailer.send", "shop.mail.Outbox.flush");
    add("SHOP-1", pay);
    add("SHOP-2", mail);
    groups.add("SHOP-1", fingerprint(mail), mail);

    StackTrace likeMail =
        crash(ILLEGAL, "no address", "shop.mail.Mailer.send", "shop.mail.Outbox.drain");
    assertThat(joined(mail)).isEqualTo("SHOP-1");
    assertThat(joined(likeMail)).isEqualTo("SHOP-1");
    assertThat(joined(pay)).isEqualTo("SHOP-1");

    groups.add("SHOP-2", fingerprint(mail), mail);

    assertThat(joined(likeMail)).isEqualTo("SHOP-2");
    assertThat(joined(pay)).isEqualTo("SHOP-1");
  }

  @Test
  void fullIndex_forgetsWhatWasLongestWithoutACrash() {
    CrashGroups few = new CrashGroups(SHOP, null, Weights.SHIPPED, 2);
    StackTrace[] crashes =
        IntStream.range(0, 3)
            .mapToObj(i -> crash(NPE, null, "shop.part" + i + ".Type" + i + ".run"))
            .toArray(StackTrace[]::new);
    few.add("SHOP-0", fingerprint(crashes[0]), crashes[0]);
    few.add("SHOP-1", fingerprint(crashes[1]), crashes[1]);
    few.place(crashes[0], fingerprint(crashes[0]));
    few.add("SHOP-2", fingerprint(crashes[2]), crashes[2]);

    assertThat(few.place(crashes[0], fingerprint(crashes[0]))).isInstanceOf(Placement.Known.class);
    assertThat(few.place(crashes[1], fingerprint(crashes[1])))
        .isNotInstanceOf(Placement.Known.class);
    assertThat(few.place(crashes[2], fingerprint(crashes[2]))).isInstanceOf(Placement.Known.class);
  }

  @Test
  void sameCrashesInTheSameOrder_arePlacedTheSame() {
    assertThat(placements()).isEqualTo(placements());
  }

  @Test
  void newGroup_isEmbeddedOnce() {
    List<String> texts = new ArrayList<>();
    CrashGroups embedding = new CrashGroups(SHOP, model(texts), Weights.SHIPPED);
    StackTrace crash = crash(NPE, "no price for 12", PAY);
    embedding.place(crash, fingerprint(crash));
    embedding.add("SHOP-1", fingerprint(crash), crash);
    embedding.place(crash, fingerprint(crash));

    assertThat(texts)
        .containsExactly(
            "NullPointerException: no price for <*> in Price.of < Cart.total"
                + " < CartService.checkout < CheckoutController.post < Filter.handle");
  }

  @Test
  void meaning_isToldWithItsModel() {
    CrashGroups embedding = new CrashGroups(SHOP, model(new ArrayList<>()), Weights.SHIPPED);
    StackTrace pay = crash(NPE, null, PAY);
    StackTrace renamed = crash(NPE, null, with(PAY, 1, "shop.cart.Cart.sum"));
    embedding.add("SHOP-1", fingerprint(pay), pay);

    assertThat(embedding.place(renamed, fingerprint(renamed)).because())
        .endsWith("meaning 1.00 by one-word");
  }

  @Test
  void hostileNames_areBounded() {
    String[] frames = new String[5_000];
    for (int i = 0; i < frames.length; i++) {
      frames[i] = "shop." + "aB$".repeat(500) + i + "." + "m".repeat(1_000);
    }
    add("SHOP-1", crash("x".repeat(10_000), "'".repeat(10_000), frames));

    assertThat(place(crash("", "", "..", "."))).isNotNull();
  }

  private List<Placement> placements() {
    CrashGroups fresh = new CrashGroups(SHOP, null, Weights.SHIPPED);
    List<Placement> placements = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      StackTrace crash =
          crash(
              i % 2 == 0 ? NPE : ILLEGAL, null, "shop.A.a" + i % 3, "shop.B.b" + i % 5,
              "shop.C.c" + i % 7);
      Placement placement = fresh.place(crash, fingerprint(crash));
      placements.add(placement);
      if (placement instanceof Placement.Joined joined) {
        fresh.alias(fingerprint(crash), joined.group());
      } else if (!(placement instanceof Placement.Known)) {
        fresh.add("SHOP-" + i, fingerprint(crash), crash);
      }
    }
    return placements;
  }

  private void add(String group, StackTrace trace) {
    groups.add(group, fingerprint(trace), trace);
  }

  private Placement place(StackTrace trace) {
    return groups.place(trace, fingerprint(trace));
  }

  /** The group a crash is put into, empty for a new one. */
  private String joined(StackTrace trace) {
    return switch (place(trace)) {
      case Placement.Known known -> known.group();
      case Placement.Joined joined -> joined.group();
      case Placement.Similar similar -> "";
      case Placement.Fresh fresh -> "";
    };
  }

  private static String[] with(String[] methods, int at, String method) {
    String[] changed = methods.clone();
    changed[at] = method;
    return changed;
  }

  private static String[] cycle(String... methods) {
    return IntStream.range(0, 300)
        .mapToObj(i -> methods[i % methods.length])
        .toArray(String[]::new);
  }

  /** A model that finds all texts alike. */
  private static Embedding model(List<String> texts) {
    return new Embedding() {
      @Override
      public float @Nullable [] embed(String text) {
        texts.add(text);
        return new float[] {1, 0};
      }

      @Override
      public String model() {
        return "one-word";
      }
    };
  }
}
