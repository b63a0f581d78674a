package nexa.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import nexa.agent.config.FourEyes;
import nexa.agent.store.Crashes;
import nexa.agent.store.Grants.Grant;
import nexa.agent.store.Grants.PatchClass;
import nexa.heal.source.Project;
import nexa.heal.source.SourceTree;
import nexa.issue.Service;
import nexa.issue.TrustLevel;
import nexa.patch.Edit;
import nexa.patch.Note;
import nexa.patch.Origin;
import nexa.patch.Patch;
import nexa.patch.Recipe;
import nexa.repair.Standing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How far a patch is trusted: by its service, its class, its risks, and by who told of the crash. */
final class PatchTrustTest {

  private static final Origin GUARD = new Origin.Operator("null-guard");

  private final List<Grant> grants = new ArrayList<>();
  private SecondPerson second = SecondPerson.NEVER;

  @ParameterizedTest
  @CsvSource({"HOTSWAP", "COMMIT", "PROPOSE", "OBSERVE"})
  void patch_isTrustedAsItsService(TrustLevel configured) {
    Standing standing = standing(configured, patch(GUARD));

    assertThat(standing.level()).isEqualTo(configured);
    assertThat(standing.asked()).isTrue();
    assertThat(standing.because())
        .containsExactly("shop is at " + configured.text() + " in the configuration");
  }

  @ParameterizedTest
  @CsvSource({"HOTSWAP, PROPOSE", "COMMIT, PROPOSE", "PROPOSE, PROPOSE", "OBSERVE, OBSERVE"})
  void whatOnlyUnknownSendersTold_isNeverMoreThanProposed(
      TrustLevel configured, TrustLevel expected) {
    PatchTrust trust = trust(configured, true);

    assertThat(trust.of(Crashes.issue("SHOP-1"))).isEqualTo(expected);
    assertThat(
        trust.of(Crashes.diagnosis(Crashes.issue("SHOP-1")), patch(GUARD)).level())
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "HOTSWAP, 1, COMMIT", "HOTSWAP, 2, PROPOSE", "HOTSWAP, 3, PROPOSE", "COMMIT, 1, PROPOSE",
    "PROPOSE, 2, PROPOSE", "OBSERVE, 1, OBSERVE"
  })
  void eachRisk_takesALevelButNeverTheProposal(
      TrustLevel configured, int risks, TrustLevel expected) {
    Patch patch = patch(GUARD);
    for (int i = 0; i < risks; i++) {
      patch = patch.withRisk("risk " + i);
    }

    assertThat(standing(configured, patch).level()).isEqualTo(expected);
  }

  @Test
  void risk_isSaidWithTheLevelItLeft() {
    assertThat(standing(TrustLevel.HOTSWAP, patch(GUARD).withRisk("returns null")).because())
        .containsExactly(
            "shop is at hotswap in the configuration", "lowered to commit: returns null");
  }

  @Test
  void note_takesNothing() {
    Patch noted = patch(GUARD);
    for (Note note : Note.values()) {
      noted = noted.withRisk(note.text());
    }

    assertThat(standing(TrustLevel.HOTSWAP, noted).level()).isEqualTo(TrustLevel.HOTSWAP);
  }

  @Test
  void modelsPatch_isProposedUntilAPersonTrustsModels() {
    Patch patch = patch(new Origin.Model("llama"));

    assertThat(standing(TrustLevel.HOTSWAP, patch).level()).isEqualTo(TrustLevel.PROPOSE);
    set("", "", TrustLevel.HOTSWAP);
    assertThat(standing(TrustLevel.HOTSWAP, patch).level()).isEqualTo(TrustLevel.PROPOSE);
    set("model", "", TrustLevel.COMMIT);
    assertThat(standing(TrustLevel.HOTSWAP, patch).level()).isEqualTo(TrustLevel.COMMIT);
  }

  @Test
  void mostExactClass_holds_thePlaceBeforeTheOrigin() {
    set("", "", TrustLevel.COMMIT);
    assertThat(level(GUARD)).isEqualTo(TrustLevel.COMMIT);
    set("operator", "", TrustLevel.PROPOSE);
    assertThat(level(GUARD)).isEqualTo(TrustLevel.PROPOSE);
    set("operator:null-guard", "", TrustLevel.HOTSWAP);
    assertThat(level(GUARD)).isEqualTo(TrustLevel.HOTSWAP);
    set("", "shop.security", TrustLevel.OBSERVE);
    assertThat(level(GUARD)).isEqualTo(TrustLevel.HOTSWAP);
    set("", "shop", TrustLevel.OBSERVE);
    assertThat(level(GUARD)).isEqualTo(TrustLevel.OBSERVE);
    set("operator", "shop.cart", TrustLevel.COMMIT);
    assertThat(level(GUARD)).isEqualTo(TrustLevel.COMMIT);
    assertThat(level(new Origin.Operator("null"))).isEqualTo(TrustLevel.COMMIT);
    assertThat(level(new Origin.Revert("c0ffee"))).isEqualTo(TrustLevel.OBSERVE);
  }

  @Test
  void classOfAPackage_isOfNoneThatOnlyBeginsLikeIt() {
    set("", "shop.car", TrustLevel.OBSERVE);

    assertThat(level(GUARD)).isEqualTo(TrustLevel.PROPOSE);
  }

  @Test
  void patchOfTwoPackages_isOfTheirCommonOneOnly() {
    set("", "shop.cart", TrustLevel.HOTSWAP);
    Patch both =
        Patch.of(
            List.of(edit("src/main/java/shop/cart/Cart.java"), edit("src/main/java/shop/Tax.java")),
            recipe(), GUARD, "why", List.of());

    assertThat(standing(TrustLevel.PROPOSE, both).level()).isEqualTo(TrustLevel.PROPOSE);
  }

  @Test
  void autonomousClass_isCarriedOutUnaskedAsFarAsItsServiceGoes() {
    set("operator:null-guard", "shop.cart", TrustLevel.AUTONOMOUS);

    assertThat(standing(TrustLevel.COMMIT, patch(GUARD)))
        .isEqualTo(
            new Standing(
                TrustLevel.COMMIT, false,
                List.of("shop operator:null-guard in shop.cart was set to autonomous by ann")));
    assertThat(standing(TrustLevel.COMMIT, patch(GUARD).withRisk("returns null")).asked()).isTrue();
    assertThat(
        trust(TrustLevel.COMMIT, true)
            .of(Crashes.diagnosis(Crashes.issue("SHOP-1")), patch(GUARD))
            .asked())
        .isTrue();
  }

  @Test
  void harm_lowersTheClassThatHeldByOneLevel() {
    set("operator", "shop.cart", TrustLevel.AUTONOMOUS);
    PatchTrust trust = trust(TrustLevel.HOTSWAP, false);
    var diagnosis = Crashes.diagnosis(Crashes.issue("SHOP-1"));

    PatchTrust.Fall fall =
        trust.fall(diagnosis, patch(GUARD), trust.of(diagnosis, patch(GUARD)));

    assertThat(fall.of()).isEqualTo(new PatchClass("shop", "operator:null-guard", "shop.cart"));
    assertThat(fall.level()).isEqualTo(TrustLevel.HOTSWAP);
    set("operator:null-guard", "shop.cart", fall.level());
    assertThat(trust.of(diagnosis, patch(GUARD)).asked()).isTrue();
  }

  private void set(String origin, String inPackage, TrustLevel level) {
    grants.add(
        new Grant(
            new PatchClass("shop", origin, inPackage), level, "ann", Instant.EPOCH, "", null));
  }

  private TrustLevel level(Origin origin) {
    return standing(TrustLevel.PROPOSE, patch(origin)).level();
  }

  private Standing standing(TrustLevel configured, Patch patch) {
    return trust(configured, false).of(Crashes.diagnosis(Crashes.issue("SHOP-1")), patch);
  }

  @ParameterizedTest
  @CsvSource({
    "ALL,      PROPOSE, shop/cart/Cart,         each fix of shop needs two persons",
    "SECURITY, PROPOSE, shop/cart/Cart,         ''",
    "SECURITY, PROPOSE, shop/cart/OAuthFilter,  security code",
    "SECURITY, PROPOSE, shop/security/Rules,    security code",
    "SECURITY, PROPOSE, shop/AuthorTokenizer,   ''",
    "COMMIT,   PROPOSE, shop/cart/Cart,         ''",
    "COMMIT,   COMMIT,  shop/cart/Cart,         deployed branch",
    "COMMIT,   HOTSWAP, shop/cart/Cart,         deployed branch",
    "HOTSWAP,  COMMIT,  shop/cart/Cart,         ''",
    "HOTSWAP,  HOTSWAP, shop/cart/Cart,         running JVMs",
    "SERVICES, PROPOSE, shop/cart/Cart,         billing is made of",
    "MODEL,    PROPOSE, shop/cart/Cart,         ''"
  })
  void kindsOfFixes_needTwoPersonsAndSayWhy(
      FourEyes.Kind kind, TrustLevel level, String file, String why) {
    second =
        new SecondPerson(new FourEyes(Set.of(kind), Map.of()), service -> List.of("billing"));
    Patch patch =
        Patch.of(
            List.of(edit("src/main/java/" + file + ".java")), recipe(), GUARD, "why", List.of());

    Standing standing = standing(level, patch);

    assertThat(standing.needsTwo()).isEqualTo(!why.isEmpty());
    assertThat(String.join("", standing.fourEyes())).contains(why);
  }

  @Test
  void modelsPatch_mayNeedTwo() {
    second = new SecondPerson(new FourEyes(Set.of(FourEyes.Kind.MODEL), Map.of()), s -> List.of());

    assertThat(standing(TrustLevel.PROPOSE, patch(new Origin.Model("llama"))).fourEyes())
        .containsExactly("a language model wrote it");
  }

  @Test
  void ofAService_itsOwnKindsHold() {
    second =
        new SecondPerson(
            new FourEyes(Set.of(FourEyes.Kind.ALL), Map.of("shop", Set.of())), s -> List.of());

    assertThat(standing(TrustLevel.COMMIT, patch(GUARD)).needsTwo()).isFalse();
  }

  @Test
  void autonomousClassThatNeedsTwo_isAsked() {
    set("operator:null-guard", "shop.cart", TrustLevel.AUTONOMOUS);
    second = new SecondPerson(new FourEyes(Set.of(FourEyes.Kind.ALL), Map.of()), s -> List.of());

    Standing standing = standing(TrustLevel.HOTSWAP, patch(GUARD));

    assertThat(standing.asked()).isTrue();
    assertThat(standing.level()).isEqualTo(TrustLevel.HOTSWAP);
    assertThat(standing.needsTwo()).isTrue();
  }

  private PatchTrust trust(TrustLevel configured, boolean unauthenticated) {
    return new PatchTrust(
        name -> new Service(name, null, "main", List.of(), configured, List.of()),
        service -> grants,
        diagnosis -> new Project(
            new SourceTree(diagnosis.commit(), Map.of()), List.of("src/main/java"), List.of(),
            List.of(), List.of(), List.of(), 25),
        issue -> unauthenticated,
        second);
  }

  private static Patch patch(Origin origin) {
    return Patch.of(
        List.of(edit("src/main/java/shop/cart/Cart.java")), recipe(), origin, "why", List.of());
  }

  private static Edit edit(String file) {
    return new Edit(file, 0, 0, "x");
  }

  private static Recipe recipe() {
    return new Recipe(Recipe.Shape.BEFORE_STATEMENT, "x");
  }
}
