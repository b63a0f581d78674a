package nexa.heal.model;

import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.ollama.OllamaChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.output.TokenUsage;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A vendor's model through LangChain4j: one question, one answer, nothing asked again by itself. */
public final class VendorModel implements LanguageModel {

  private static final String NO_KEY = "none"; // the clients demand some key
  private static final int REASON_CHARS_MAX = 300;

  private final ModelSettings settings;
  private final ChatModel model;

  public VendorModel(ModelSettings settings) {
    this.settings = settings;
    this.model = model(settings);
  }

  private static ChatModel model(ModelSettings settings) {
    HttpClientBuilder http = BoundedHttp.builder(settings.timeout());
    String key = Optional.ofNullable(settings.key()).orElse(NO_KEY);
    return switch (settings.vendor()) {
      case OPENAI -> {
        OpenAiChatModel.OpenAiChatModelBuilder builder =
            OpenAiChatModel.builder().httpClientBuilder(http).apiKey(key)
                .modelName(settings.name()).maxRetries(0).responseFormat(ResponseFormat.JSON);
        yield settings.url() == null ? builder.build() : builder.baseUrl(settings.url()).build();
      }
      case ANTHROPIC -> {
        AnthropicChatModel.AnthropicChatModelBuilder builder =
            AnthropicChatModel.builder().httpClientBuilder(http).apiKey(key)
                .modelName(settings.name()).maxRetries(0);
        yield settings.url() == null ? builder.build() : builder.baseUrl(settings.url()).build();
      }
      case OLLAMA -> OllamaChatModel.builder().httpClientBuilder(http)
          .baseUrl(Optional.ofNullable(settings.url()).orElse("http://127.0.0.1:11434"))
          .modelName(settings.name()).maxRetries(0).responseFormat(ResponseFormat.JSON).build();
    };
  }

  @Override
  public Reply ask(String rules, String facts, int outputTokensMax) {
    ChatRequest request =
        ChatRequest.builder()
            .messages(SystemMessage.from(rules), UserMessage.from(facts))
            .maxOutputTokens(outputTokensMax)
            .build();
    try {
      ChatResponse response = model.chat(request);
      TokenUsage usage = response.tokenUsage();
      return new Reply(
          Optional.ofNullable(response.aiMessage().text()).orElse(""),
          tokens(usage == null ? null : usage.inputTokenCount()),
          tokens(usage == null ? null : usage.outputTokenCount()));
    } catch (RuntimeException e) { // whatever the vendor's client makes of a garbled answer
      throw new Unanswered(settings.vendor() + " " + settings.name() + ": " + reason(e), e);
    }
  }

  /** What a server says of itself is not believed below zero. */
  private static long tokens(@Nullable Integer told) {
    return told == null ? 0 : Math.max(0, told);
  }

  private String reason(RuntimeException failure) {
    String said = String.valueOf(failure.getMessage());
    String text = said.substring(0, Math.min(said.length(), REASON_CHARS_MAX));
    String key = settings.key();
    return key == null || key.isEmpty() ? text : text.replace(key, "***");
  }
}
