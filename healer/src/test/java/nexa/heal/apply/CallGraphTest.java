package nexa.heal.apply;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import nexa.heal.source.JavaModel;
import nexa.patch.Edit;
import nexa.patch.Origin;
import nexa.patch.Patch;
import nexa.patch.Recipe;
import nexa.repair.BlastRadius;
import org.junit.jupiter.api.Test;

/** Who runs through what a patch changes. */
final class CallGraphTest {

  private static final String CART =
      """
      package shop;
      public class Cart implements Priced {
        public int price() { return total(); }
        int total() { return 1; }
        private int unused() { return 2; }
      }
      """;
  private static final String PRICED =
      "package shop; public interface Priced { int price(); }";
  private static final String TILL =
      """
      package shop;
      class Till {
        int sum(java.util.List<Priced> all) { return all.stream().mapToInt(Priced::price).sum(); }
        int twice(java.util.List<Priced> all) { return 2 * sum(all); }
        int loop(int n) { return n == 0 ? twice(null) : loop(n - 1); }
        int other() { return 3; }
      }
      """;
  private static final String SERVER =
      """
      package shop;
      class Server {
        interface Handler { int handle(); }
        void get(String path, Handler handler) {}
        void start(Till till) {
          get("/till", () -> till.twice(null));
          get("/other", till::other);
        }
      }
      """;
  private static final String CONTROLLER =
      """
      package shop;
      @interface RequestMapping { String[] value() default {}; }
      @interface GetMapping { String value() default ""; String produces() default ""; }
      @RequestMapping("/shop")
      class Controller {
        @GetMapping("total/{id}") int total(Cart cart) { return cart.total(); }
        @GetMapping(produces = "text/plain") int all(Cart cart) { return cart.price(); }
        int none(Cart cart) { return 4; }
      }
      """;

  @Test
  void callersAndRoutes_areFoundThroughInterfacesLambdasAndAnnotations() {
    BlastRadius reach = reach("return 1");

    assertThat(reach.methods()).containsExactly("Cart#total");
    assertThat(reach.exposed()).isFalse();
    assertThat(reach.routes()).containsExactly("/shop", "/shop/total/{id}", "/till");
    assertThat(reach.callers())
        .as("price, Till.sum, twice, loop, Server.start, Controller.total, all")
        .isEqualTo(7);
    assertThat(reach.services()).containsExactly("outlet");
  }

  @Test
  void publicMethodOfAPublicClass_isExposed() {
    assertThat(reach("return total()").exposed()).isTrue();
  }

  @Test
  void methodThatNobodyCalls_reachesNothing() {
    assertThat(reach("return 2"))
        .isEqualTo(
            new BlastRadius(
                List.of("Cart#unused"), false, 0, List.of(), List.of("outlet")));
  }

  @Test
  void sourceThatDoesNotCompile_isReadAsFarAsItGoes() {
    JavaModel model =
        JavaModel.of(
            Map.of(
                "Cart.java", CART, "Priced.java", PRICED,
                "Bad.java",
                "package shop; class Bad { int x(Cart c) { return c.total() + no(); } }"),
            List.of(), 25);

    assertThat(CallGraph.reach(model, patch("return 1"), List.of()).callers()).isEqualTo(2);
  }

  private static BlastRadius reach(String at) {
    JavaModel model =
        JavaModel.of(
            Map.of(
                "Cart.java", CART, "Priced.java", PRICED, "Till.java", TILL, "Server.java", SERVER,
                "Controller.java", CONTROLLER),
            List.of(), 25);
    return CallGraph.reach(model, patch(at), List.of("outlet"));
  }

  private static Patch patch(String at) {
    int start = CART.indexOf(at);
    return Patch.of(
        List.of(new Edit("Cart.java", start, start + at.length(), "return 0")),
        new Recipe(Recipe.Shape.REPLACE_EXPRESSION, "0"), new Origin.Operator("x"), "why",
        List.of());
  }
}
