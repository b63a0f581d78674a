package nexa.heal.sandbox;

import java.util.List;
import java.util.Map;

/** A process that opens a sandbox, says so and never closes it. */
final class HangingClient {

  private HangingClient() {}

  public static void main(String[] arguments) {
    DockerSandbox sandbox = new DockerSandbox(DockerSandboxIT.settings(arguments[0]));
    Sandbox.Session session = sandbox.open(TinyProject.with(Map.of()));
    System.out.println("open " + session.buildErrors().size());
    String endless =
        "package shop; class EndlessTest { @org.junit.jupiter.api.Test void runs() { while (true); } }";
    session.run(
        Map.of("src/test/java/shop/EndlessTest.java", endless), List.of("shop.EndlessTest"));
  }
}
