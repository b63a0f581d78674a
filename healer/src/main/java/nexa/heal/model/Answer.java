package nexa.heal.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import nexa.patch.Edit;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a model answered, read as strictly as if an attacker had written it: one JSON object of the
 * one schema, bounded, about the files it was shown.
 */
record Answer(List<Fix> fixes) {

  private static final int CHARS_MAX = 32 * 1024;
  private static final int DEPTH_MAX = 8;
  private static final int FIXES_MAX = 3;
  private static final int EDITS_MAX = 4;
  private static final int TEXT_CHARS_MAX = 4_000;

  private static final JsonMapper JSON =
      JsonMapper.builder(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder().maxNestingDepth(DEPTH_MAX).build())
              .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .build();

  /** One candidate. */
  record Fix(List<Replacement> edits) {}

  /** A text that occurs once, and what takes its place. */
  record Replacement(String file, String find, String replace) {}

  /** An answer that is not one; the message says in which way, in words of ours. */
  static final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unreadable(String reason) {
      super(reason);
    }
  }

  /**
   * Reads an answer.
   *
   * @throws Unreadable when it is not exactly of the schema
   */
  static Answer read(String text) {
    if (text.length() > CHARS_MAX) {
      throw new Unreadable("it is longer than " + CHARS_MAX + " characters");
    }
    Answer answer;
    try {
      answer = JSON.readValue(text, Answer.class);
    } catch (JacksonException e) {
      throw new Unreadable("it is not one JSON object of the schema");
    }
    if (answer == null || answer.fixes.size() > FIXES_MAX
        || answer.fixes.stream().anyMatch(Answer::isOdd)) {
      throw new Unreadable("it breaks the schema's bounds");
    }
    return answer;
  }

  private static boolean isOdd(Fix fix) {
    return fix == null || fix.edits().isEmpty() || fix.edits().size() > EDITS_MAX
        || fix.edits().stream().anyMatch(
            edit -> edit == null || edit.find().isBlank()
                || edit.find().length() > TEXT_CHARS_MAX
                || edit.replace().length() > TEXT_CHARS_MAX);
  }

  /**
   * The edits of a fix.
   *
   * @param files the files it may touch
   * @param sources the text of a file
   * @throws Unreadable when a text is not there exactly once, or the edits overlap
   */
  static List<Edit> edits(Fix fix, Set<String> files, Function<String, String> sources) {
    List<Edit> edits = new ArrayList<>();
    for (Replacement each : fix.edits()) {
      if (!files.contains(each.file())) {
        throw new Unreadable("it edits a file it was not shown");
      }
      String source = sources.apply(each.file());
      int at = source.indexOf(each.find());
      if (at < 0 || source.indexOf(each.find(), at + 1) >= 0) {
        throw new Unreadable("the text to replace does not occur exactly once");
      }
      edits.add(new Edit(each.file(), at, at + each.find().length(), each.replace()));
    }
    edits.sort(Comparator.comparing(Edit::file).thenComparingInt(Edit::start));
    for (int i = 1; i < edits.size(); i++) {
      if (edits.get(i).file().equals(edits.get(i - 1).file())
          && edits.get(i).start() < edits.get(i - 1).end()) {
        throw new Unreadable("its edits overlap");
      }
    }
    return edits;
  }
}
