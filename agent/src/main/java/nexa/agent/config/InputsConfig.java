package nexa.agent.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import nexa.collect.AlertWebhook;
import nexa.collect.OtlpEvents;
import nexa.collect.SentryEnvelope;
import nexa.collect.WebhookMapping;
import org.jspecify.annotations.Nullable;

/**
 * Who may send to the inputs that listen, and which webhooks there are beside those with a format of
 * their own.
 *
 * @param access by the input's name
 */
public record InputsConfig(Map<String, Access> access, List<Webhook> webhooks) {

  /** The name of the input that takes log text. */
  public static final String LOGS = "logs";

  /** Anyone on this host may send, and there is no other webhook. */
  public static final InputsConfig OPEN =
      new InputsConfig(
          Map.of(
              SentryEnvelope.INPUT, Access.OPEN, OtlpEvents.INPUT, Access.OPEN, LOGS, Access.OPEN,
              AlertWebhook.ALERTMANAGER, Access.OPEN, AlertWebhook.GRAFANA, Access.OPEN),
          List.of());

  /** Before the name of a webhook in that of its input: no webhook passes for another input. */
  private static final String WEBHOOK = "webhook:";

  public InputsConfig {
    access = Map.copyOf(access);
    webhooks = List.copyOf(webhooks);
  }

  /**
   * One webhook of a program whose format is not known.
   *
   * @param name the last part of its address
   */
  public record Webhook(String name, WebhookMapping mapping) {

    /** The name of its input. */
    public String input() {
      return WEBHOOK + name;
    }
  }

  /** These inputs with another rule for one of them. */
  public InputsConfig with(String input, Access rule) {
    Map<String, Access> changed = new HashMap<>(access);
    changed.put(input, rule);
    return new InputsConfig(changed, webhooks);
  }

  /** These inputs with one more webhook. */
  public InputsConfig with(Webhook webhook, Access rule) {
    List<Webhook> more = new ArrayList<>(webhooks);
    more.add(webhook);
    return new InputsConfig(with(webhook.input(), rule).access(), more);
  }

  /** What a sender must show at an input; null for one that does not listen. */
  public @Nullable Access of(String input) {
    return access.get(input);
  }
}
