package nexa.heal.recall;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.core.WhitespaceTokenizer;
import org.apache.lucene.analysis.miscellaneous.WordDelimiterGraphFilter;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/** Splits text about code into words: at punctuation and where camel case turns, in lower case. */
final class CodeWords extends Analyzer {

  private static final int WORDS_MAX = 256;

  @Override
  protected TokenStreamComponents createComponents(String field) {
    Tokenizer words = new WhitespaceTokenizer();
    int flags =
        WordDelimiterGraphFilter.GENERATE_WORD_PARTS
            | WordDelimiterGraphFilter.GENERATE_NUMBER_PARTS
            | WordDelimiterGraphFilter.SPLIT_ON_CASE_CHANGE;
    return new TokenStreamComponents(
        words, new LowerCaseFilter(new WordDelimiterGraphFilter(words, flags, null)));
  }

  /** The first distinct words of a text. */
  Set<String> of(String text) {
    Set<String> words = new LinkedHashSet<>();
    try (TokenStream tokens = tokenStream("", text)) {
      CharTermAttribute term = tokens.addAttribute(CharTermAttribute.class);
      tokens.reset();
      while (words.size() < WORDS_MAX && tokens.incrementToken()) {
        words.add(term.toString());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot split a text in memory", e);
    }
    return words;
  }
}
