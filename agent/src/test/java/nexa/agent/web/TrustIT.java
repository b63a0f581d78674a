package nexa.agent.web;

import static org.assertj.core.api.Assertions.assertThat;

import nexa.issue.TrustLevel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How far services are trusted is seen and set on the page. */
final class TrustIT extends InBrowser {

  @BeforeEach
  void configure() {
    server.close();
    server = new RunningServer(home, TrustLevel.PROPOSE);
    login("/trust");
    browser.awaitText("Nexa puts verified patches on branches; a person merges.");
  }

  @Test
  void level_isSetWithItsReasonAndTakenBack() {
    choose("commit");
    browser.evaluate("document.querySelector('.set input').value = 'a month without harm'");
    click(".set button");

    browser.awaitText("nexa.yaml says propose.");
    browser.awaitText("commit for all patches, by");
    browser.awaitText("a month without harm");
    assertThat(Accessibility.faults(browser)).isEmpty();
    browser.keep("trust");
    click("li button");
    Await.until(() -> !browser.text().contains("nexa.yaml says"));
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void hotswap_wantsTheServicesName() {
    choose("hotswap");
    click(".set button");

    browser.awaitText("it must be confirmed");
    browser.evaluate("document.querySelectorAll('.set input')[1].value = 'shop'");
    click(".set button");
    browser.awaitText("hotswap for all patches, by");
  }

  @Test
  void wayBackToHotswap_wantsTheServicesName() {
    server.close();
    server = new RunningServer(home, TrustLevel.HOTSWAP);
    login("/trust");
    browser.awaitText("Nexa also swaps approved fixes");
    choose("propose");
    click(".set button");
    browser.awaitText("nexa.yaml says hotswap.");

    click("li button");
    browser.awaitText("it must be confirmed");
    browser.evaluate("document.querySelector('li input').value = 'shop'");
    browser.keep("trust-back");
    click("li button");

    Await.until(() -> !browser.text().contains("nexa.yaml says"));
  }

  private void choose(String level) {
    browser.evaluate(
        "const levels = document.querySelector('.set select'); levels.value = '" + level + "';"
            + " levels.dispatchEvent(new Event('change', { bubbles: true }))");
  }
}
