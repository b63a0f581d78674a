package nexa.agent.web;

import nexa.collect.template.Template;
import org.jspecify.annotations.Nullable;

/**
 * What the messages of events share, as the API shows it.
 *
 * @param id 16 hexadecimal digits
 * @param text a message with {@value Template#MASK} in place of what varies
 * @param count how many such messages came, from whatever service
 */
record TemplateView(String id, String text, long count) {

  static TemplateView of(Template template) {
    String digits = Long.toHexString(template.id());
    return new TemplateView(
        "0".repeat(Long.BYTES * 2 - digits.length()) + digits, template.text(), template.count());
  }

  static @Nullable TemplateView ofNullable(@Nullable Template template) {
    return template == null ? null : of(template);
  }
}
