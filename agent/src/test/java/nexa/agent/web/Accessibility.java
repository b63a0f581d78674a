package nexa.agent.web;

import java.util.List;

/**
 * What keeps people from reading or working a page: text of too little contrast (WCAG 2.2, 1.4.3), controls
 * and pictures without a name, ids that stand twice, landmarks or headings that are missing.
 */
final class Accessibility {

  private static final String FAULTS =
      """
      (() => {
        const faults = [];
        const say = (what, element) => faults.push(
          `${what}: <${element.tagName.toLowerCase()} class="${element.className}"> ${element.textContent.slice(0, 60)}`);
        const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
        const light = (colour) => parts(colour).slice(0, 3).map((value) => value / 255)
          .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4))
          .reduce((sum, value, i) => sum + value * [0.2126, 0.7152, 0.0722][i], 0);
        const ground = (element) => {
          for (let each = element; each; each = each.parentElement) {
            const colour = getComputedStyle(each).backgroundColor;
            if ((parts(colour)[3] ?? 1) > 0) return colour;
          }
          return 'rgb(255, 255, 255)';
        };
        const contrast = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        while (texts.nextNode()) {
          const element = texts.currentNode.parentElement;
          if (!texts.currentNode.textContent.trim() || !element.checkVisibility() || element.closest(':disabled, noscript')) continue;
          const ratio = contrast(light(getComputedStyle(element).color), light(ground(element)));
          if (ratio < 4.5) say(`contrast ${ratio.toFixed(2)}`, element);
        }
        const name = (element) => element.getAttribute('aria-label') || element.textContent.trim()
          || element.title || [...(element.labels ?? [])].map((label) => label.textContent).join('')
          || element.querySelector?.('img')?.alt;
        document.querySelectorAll('a, button, input, select, textarea, summary, [role=group], nav')
          .forEach((element) => { if (!name(element)) say('no name', element); });
        document.querySelectorAll('img:not([alt])').forEach((element) => say('no alt', element));
        const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
        ids.filter((id, i) => ids.indexOf(id) !== i).forEach((id) => faults.push(`id ${id} twice`));
        for (const landmark of ['main', 'nav', 'header', '[role=status]']) {
          if (!document.querySelector(landmark)) faults.push(`no ${landmark}`);
        }
        const levels = [...document.querySelectorAll('h1, h2, h3, h4')].map((each) => Number(each.tagName[1]));
        if (levels.filter((level) => level === 1).length !== 1) faults.push('not one h1');
        levels.forEach((level, i) => { if (level > (levels[i - 1] ?? 0) + 1) faults.push(`h${level} after h${levels[i - 1]}`); });
        return faults.join('\\n');
      })()
      """;

  private Accessibility() {}

  /** What is wrong with what a browser shows, one line each. */
  static List<String> faults(Chromium browser) {
    return browser.evaluate(FAULTS).asString().lines().toList();
  }
}
