package nexa.agent.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import nexa.heal.model.ModelSettings;
import org.jspecify.annotations.Nullable;

/** The section {@code model} of the file as written: absent keys are null. */
record RawModel(
    @Nullable String vendor,
    @Nullable String url,
    @Nullable String name,
    @Nullable String keyFile,
    @Nullable Integer tokensPerIssue,
    @Nullable Integer tokensPerDay,
    @Nullable String timeout,
    @Nullable Boolean showMessage) {

  private static final int TOKENS_PER_ISSUE = 30_000;
  private static final int TOKENS_PER_DAY = 1_000_000;

  ModelSettings filled() {
    if (name == null || name.isBlank()) {
      throw new BadValue("/model", "model.name must say which model to ask");
    }
    return new ModelSettings(
        filledVendor(),
        filledUrl(),
        name,
        key(),
        tokens("tokensPerIssue", tokensPerIssue, TOKENS_PER_ISSUE),
        tokens("tokensPerDay", tokensPerDay, TOKENS_PER_DAY),
        timeout == null ? Duration.ofSeconds(60)
            : Durations.of("/model/timeout", "model.timeout", timeout),
        Boolean.TRUE.equals(showMessage));
  }

  private ModelSettings.Vendor filledVendor() {
    return switch (String.valueOf(vendor)) {
      case "openai" -> ModelSettings.Vendor.OPENAI;
      case "anthropic" -> ModelSettings.Vendor.ANTHROPIC;
      case "ollama" -> ModelSettings.Vendor.OLLAMA;
      default ->
          throw new BadValue(
              "/model/vendor",
              "model.vendor must be openai, anthropic or ollama, not '" + vendor + "'");
    };
  }

  private @Nullable String filledUrl() {
    if (url == null || url.startsWith("http://") || url.startsWith("https://")) {
      return url;
    }
    throw new BadValue("/model/url", "model.url must begin with http:// or https://");
  }

  private @Nullable String key() {
    if (keyFile == null) {
      return null;
    }
    try {
      String key = Files.readString(Path.of(keyFile)).strip();
      if (key.isEmpty() || !key.chars().allMatch(c -> c > ' ' && c < 127)) {
        throw new BadValue("/model/keyFile", keyFile + " holds no key: one line of plain text");
      }
      return key;
    } catch (IOException e) {
      throw new BadValue(
          "/model/keyFile", "model.keyFile cannot be read: " + keyFile + "; put the key there");
    }
  }

  private static long tokens(String name, @Nullable Integer given, int otherwise) {
    if (given != null && given < 0) {
      throw new BadValue("/model/" + name, "model." + name + " must not be negative");
    }
    return given == null ? otherwise : given;
  }
}
