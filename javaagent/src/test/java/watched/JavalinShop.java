package watched;

import io.javalin.Javalin;
import io.javalin.http.NotFoundResponse;

/** The shop on Javalin, with and without a handler for what its handlers throw. */
public final class JavalinShop {

  private JavalinShop() {}

  public static void main(String[] arguments) {
    Javalin app =
        Javalin.create(
            config -> {
              config.routes.get("/well", context -> context.result("well"));
              config.routes.get("/thrown", context -> Shop.broken().checkout(1));
              config.routes.get("/handled",
                  context -> context.result("" + Shop.parser(1).apply("1x2y")));
              config.routes.get("/answered", context -> context.status(503));
              config.routes.get(
                  "/missing",
                  context -> {
                    throw new NotFoundResponse();
                  });
              config.routes.exception(
                  NumberFormatException.class, (e, context) -> context.status(500));
            });
    app.start("127.0.0.1", 0);
    System.out.println("port " + app.port());
  }
}
