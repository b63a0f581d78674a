package nexa.javaagent.capture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Decides which values never leave the process: by the name they stand under, by what they look
 * like, and by their type. Scans text by hand, in linear time.
 */
public final class Redactor {

  private static final String MARK = "[redacted]";

  /** Anywhere in a name without its separators. */
  private static final String[] PARTS = {
    "password", "passwd", "passphrase", "secret", "token", "apikey", "accesskey", "credential",
    "authorization", "cookie", "session", "privatekey", "signingkey", "encryptionkey", "cardnumber",
    "creditcard", "accountnumber", "securitycode", "socialsecurity", "jwt", "bearer", "csrf", "xsrf"
  };

  /** As a whole word of a name: too short to look for anywhere. */
  private static final Set<String> WORDS =
      new HashSet<String>(
          Arrays.asList(
              "pin", "pwd", "ssn", "cvv", "cvc", "cvv2", "auth", "otp", "sid", "iban", "mfa",
              "totp"));

  private final List<String> parts;

  public Redactor(List<String> names) {
    parts = new ArrayList<String>(Arrays.asList(PARTS));
    for (String name : names) {
      parts.add(normalised(name));
    }
  }

  /** True when whatever stands under this name must stay inside. */
  public boolean hidesName(String name) {
    String plain = normalised(name);
    for (String part : parts) {
      if (plain.contains(part)) {
        return true;
      }
    }
    return hasSecretWord(name);
  }

  boolean hidesType(Class<?> type) {
    String name = type.getName();
    return type == char[].class
        || name.startsWith("java.security.")
        || name.startsWith("javax.crypto.")
        || name.startsWith("sun.security.");
  }

  boolean hidesText(String text) {
    return !text(text).equals(text);
  }

  /** The text with whatever looks like a secret replaced. */
  public String text(String text) {
    int pem = text.indexOf("-----BEGIN ");
    String rest = pem < 0 ? text : text.substring(0, pem) + MARK;
    StringBuilder out = new StringBuilder(rest.length());
    int i = 0;
    while (i < rest.length()) {
      int end = wordEnd(rest, i);
      if (end == i) {
        out.append(rest.charAt(i++));
        continue;
      }
      String word = rest.substring(i, end);
      int card = Character.isDigit(rest.charAt(i)) ? cardEnd(rest, i) : i;
      int userInfo = userInfoEnd(rest, end);
      int value = valueStart(rest, end);
      if (card > i) {
        out.append(MARK);
        i = card;
      } else if (userInfo > end) {
        out.append(word).append("://").append(MARK);
        i = userInfo;
      } else if (value > 0 && hidesName(word)) {
        out.append(rest, i, value).append(MARK);
        i = valueEnd(rest, value);
      } else {
        out.append(looksSecret(word) ? MARK : word);
        i = end;
      }
    }
    return out.toString();
  }

  private static String normalised(String name) {
    StringBuilder plain = new StringBuilder(name.length());
    for (int i = 0; i < name.length() && i < 128; i++) {
      if (Character.isLetterOrDigit(name.charAt(i))) {
        plain.append(name.charAt(i));
      }
    }
    return plain.toString().toLowerCase(Locale.ROOT);
  }

  private static boolean hasSecretWord(String name) {
    int from = 0;
    int length = Math.min(name.length(), 128);
    for (int i = 1; i <= length; i++) {
      boolean edge =
          i == length
              || !Character.isLetterOrDigit(name.charAt(i))
              || Character.isUpperCase(name.charAt(i))
                  && !Character.isUpperCase(name.charAt(i - 1));
      if (edge) {
        if (WORDS.contains(normalised(name.substring(from, i)))) {
          return true;
        }
        from = i;
      }
    }
    return false;
  }

  private static int wordEnd(String text, int from) {
    int end = from;
    while (end < text.length() && isWord(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isWord(char c) {
    return c < 128 && Character.isLetterOrDigit(c) || "_-+/.".indexOf(c) >= 0;
  }

  private static boolean looksSecret(String word) {
    int length = word.length();
    if (word.startsWith("eyJ") && length > 20 && word.indexOf('.') > 0) {
      return true;
    }
    if ((word.startsWith("AKIA") || word.startsWith("ASIA")) && length == 20) {
      return true;
    }
    if (word.startsWith("ghp_") || word.startsWith("sk_live_") || word.startsWith("xoxb-")) {
      return true;
    }
    return length >= 40 && (isHex(word) || isMixed(word));
  }

  private static boolean isHex(String word) {
    for (int i = 0; i < word.length(); i++) {
      if (Character.digit(word.charAt(i), 16) < 0) {
        return false;
      }
    }
    return true;
  }

  /** Upper and lower case and digits, with neither dots nor a path's shape: base64. */
  private static boolean isMixed(String word) {
    int upper = 0;
    int lower = 0;
    int digits = 0;
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      upper += Character.isUpperCase(c) ? 1 : 0;
      lower += Character.isLowerCase(c) ? 1 : 0;
      digits += Character.isDigit(c) ? 1 : 0;
    }
    return upper >= 4 && lower >= 4 && digits >= 3 && word.indexOf('.') < 0;
  }

  /** The end of a payment card number that starts here, or {@code from}. */
  private static int cardEnd(String text, int from) {
    if (from > 0 && Character.isLetterOrDigit(text.charAt(from - 1))
        || text.charAt(from) < '2' || text.charAt(from) > '6') {
      return from;
    }
    StringBuilder digits = new StringBuilder();
    int end = from;
    for (int i = from; i < text.length() && digits.length() <= 19; i++) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9') {
        digits.append(c);
        end = i + 1;
      } else if (c != ' ' && c != '-') {
        break;
      }
    }
    boolean card = digits.length() >= 13 && digits.length() <= 19 && luhn(digits);
    return card ? end : from;
  }

  private static boolean luhn(CharSequence digits) {
    int sum = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(digits.length() - 1 - i) - '0';
      int weighted = i % 2 == 0 ? digit : digit * 2;
      sum += weighted > 9 ? weighted - 9 : weighted;
    }
    return sum % 10 == 0;
  }

  /** After {@code scheme} at {@code end}: where the {@code user:password} of a URL ends, or -1. */
  private static int userInfoEnd(String text, int end) {
    if (!text.startsWith("://", end)) {
      return -1;
    }
    for (int i = end + 3; i < text.length() && i < end + 200; i++) {
      char c = text.charAt(i);
      if (c == '@') {
        return i;
      }
      if (c == '/' || c == '?' || Character.isWhitespace(c)) {
        return -1;
      }
    }
    return -1;
  }

  /** Where the value after {@code name=} or {@code name: } starts, or -1. */
  private static int valueStart(String text, int end) {
    int i = end;
    while (i < text.length() && (text.charAt(i) == '"' || text.charAt(i) == '\'')) {
      i++;
    }
    if (i >= text.length() || text.charAt(i) != '=' && text.charAt(i) != ':') {
      return -1;
    }
    i++;
    while (i < text.length() && " \"'".indexOf(text.charAt(i)) >= 0) {
      i++;
    }
    String scheme = text.regionMatches(true, i, "bearer ", 0, 7) ? "bearer " : "";
    i += scheme.length();
    return i < text.length() ? i : -1;
  }

  private static int valueEnd(String text, int from) {
    int end = from;
    while (end < text.length() && " &,;\"')}]\n\t".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    return end;
  }
}
