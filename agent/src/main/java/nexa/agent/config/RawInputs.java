package nexa.agent.config;

import java.util.List;
import nexa.agent.config.Access.Proof;
import nexa.collect.AlertWebhook;
import nexa.collect.OtlpEvents;
import nexa.collect.SentryEnvelope;
import nexa.issue.Service;
import org.jspecify.annotations.Nullable;

/** The section {@code inputs} of the file as written: absent keys are null. */
record RawInputs(
    @Nullable RawKeys sentry,
    @Nullable RawKeys otlp,
    @Nullable RawKeys logs,
    @Nullable RawKeys alertmanager,
    @Nullable RawSigned grafana,
    @Nullable RawKeys github,
    @Nullable RawKeys gitlab,
    @Nullable RawKeys gitea,
    @Nullable List<@Nullable RawWebhook> webhooks) {

  private static final String GRAFANA_HEADER = "X-Grafana-Alerting-Signature";

  /**
   * The section with every default.
   *
   * @param known the services that senders may speak for
   */
  InputsConfig filled(List<Service> known) {
    InputsConfig inputs =
        InputsConfig.OPEN
            .with(SentryEnvelope.INPUT, access("/inputs/sentry", sentry, known))
            .with(OtlpEvents.INPUT, access("/inputs/otlp", otlp, known))
            .with(InputsConfig.LOGS, access("/inputs/logs", logs, known))
            .with(AlertWebhook.ALERTMANAGER, access("/inputs/alertmanager", alertmanager, known));
    if (grafana != null) {
      inputs =
          inputs.with(
              AlertWebhook.GRAFANA,
              grafana.filled("/inputs/grafana", Proof.KEY, GRAFANA_HEADER, known));
    }
    inputs = withForge(inputs, "github", github, Proof.SHA256, Access.HEADER, known);
    inputs = withForge(inputs, "gitlab", gitlab, Proof.TOKEN, "X-Gitlab-Token", known);
    inputs = withForge(inputs, "gitea", gitea, Proof.SHA256, "X-Gitea-Signature", known);
    List<@Nullable RawWebhook> others = webhooks == null ? List.of() : webhooks;
    for (int i = 0; i < others.size(); i++) {
      inputs = withWebhook(inputs, "/inputs/webhooks/" + i, others.get(i), known);
    }
    return inputs;
  }

  private static Access access(String place, @Nullable RawKeys keys, List<Service> known) {
    return keys == null
        ? Access.OPEN
        : new Access(
            Proof.KEY, Access.HEADER, null,
            RawSender.keys(place, keys.keyFile(), keys.senders(), known));
  }

  /** A forge decides on fixes: without a key it is not listened to. */
  private static InputsConfig withForge(
      InputsConfig inputs, String name, @Nullable RawKeys keys, Proof proof, String header,
      List<Service> known) {
    if (keys == null) {
      return inputs;
    }
    List<Access.Key> all =
        RawSender.keys("/inputs/" + name, keys.keyFile(), keys.senders(), known);
    return all.isEmpty() ? inputs : inputs.with(name, new Access(proof, header, null, all));
  }

  private static InputsConfig withWebhook(
      InputsConfig inputs, String place, @Nullable RawWebhook raw, List<Service> known) {
    if (raw == null) {
      throw new BadValue(place, "this webhook is empty; give it a mapping");
    }
    InputsConfig.Webhook webhook = raw.filled(place);
    if (inputs.of(webhook.input()) != null) {
      throw new BadValue(
          place, "there are two webhooks with the name '" + webhook.name() + "'; name one anew");
    }
    return inputs.with(webhook, raw.access(place, known));
  }

  /** What shows the senders of an input, where it is a key as it is. */
  record RawKeys(
      @Nullable String keyFile, @Nullable List<@Nullable RawSender> senders) {}

  /** What shows the senders of an input, where it may be a signature. */
  record RawSigned(
      @Nullable String keyFile,
      @Nullable String signature,
      @Nullable String header,
      @Nullable String timestampHeader,
      @Nullable List<@Nullable RawSender> senders) {

    Access filled(String place, Proof otherwise, String usualHeader, List<Service> known) {
      Proof proof = proof(place, otherwise);
      if (proof != Proof.SHA256 && (header != null || timestampHeader != null)) {
        throw new BadValue(
            place + (header != null ? "/header" : "/timestampHeader"),
            "header and timestampHeader go with signature: sha256 only");
      }
      List<Access.Key> keys = RawSender.keys(place, keyFile, senders, known);
      return keys.isEmpty()
          ? Access.OPEN
          : new Access(proof, header == null ? usualHeader : header, timestampHeader, keys);
    }

    private Proof proof(String place, Proof otherwise) {
      if (signature == null) {
        return otherwise;
      }
      return switch (signature) {
        case "key" -> Proof.KEY;
        case "standard" -> Proof.STANDARD;
        case "sha256" -> Proof.SHA256;
        default ->
            throw new BadValue(
                place + "/signature",
                "signature must be key, standard or sha256, not '" + signature + "'");
      };
    }
  }
}
