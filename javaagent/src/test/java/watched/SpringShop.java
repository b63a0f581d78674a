package watched;

import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** The shop as a Spring Boot application. */
@EnableAutoConfiguration
@Import(SpringShop.Orders.class)
public class SpringShop {

  public static void main(String[] arguments) {
    SpringApplication.run(
        SpringShop.class, "--server.port=0", "--server.address=127.0.0.1", "--debug=false");
  }

  @EventListener
  void started(WebServerInitializedEvent event) {
    System.out.println("port " + event.getWebServer().getPort());
  }

  /** Fails in the way the path says. */
  @RestController
  public static class Orders {

    @GetMapping("/well")
    String well() {
      return "well";
    }

    @GetMapping("/thrown")
    long thrown() {
      return Shop.broken().checkout(1);
    }

    @GetMapping("/logged")
    long logged() {
      try {
        return Shop.broken().checkout(2);
      } catch (Shop.ShopException e) {
        LoggerFactory.getLogger("shop.orders").error("order failed", e);
        throw new IllegalStateException("wrapped", e);
      }
    }

    @GetMapping("/handled")
    long handled(@org.springframework.web.bind.annotation.RequestParam int number) {
      return Shop.parser(1).apply("1x" + number + "y");
    }

    @GetMapping("/missing")
    String missing() {
      throw new ResponseStatusException(HttpStatus.NOT_FOUND);
    }

    @GetMapping("/answered")
    ResponseEntity<String> answered() {
      return ResponseEntity.status(503).body("busy");
    }

    @ExceptionHandler(NumberFormatException.class)
    ResponseEntity<String> cannotParse() {
      return ResponseEntity.internalServerError().body("handled");
    }
  }
}
