package nexa.javaagent.capture;

import java.security.Key;
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
  private static final int NAME_MAX = 128;

  /** Anywhere in a name without its separators. */
  private static final String[] PARTS = {
    "password", "passwd", "passphrase", "secret", "token", "apikey", "accesskey", "credential",
    "authorization", "cookie", "session", "privatekey", "signingkey", "encryptionkey", "cardnumber",
    "creditcard", "accountnumber", "securitycode", "socialsecurity", "jwt", "bearer", "csrf",
    "xsrf", "sshkey", "masterkey", "connectionstring"
  };

  /** As a whole word of a name: too short to look for anywhere. */
  private static final Set<String> WORDS =
      set(
          "pin", "pwd", "ssn", "cvv", "cvc", "cvv2", "auth", "otp", "sid", "iban", "mfa", "totp",
          "2fa", "pass", "oauth");

  /** As the whole name, of those that Datadog's and Sentry's agents hide. */
  private static final Set<String> NAMES =
      set(
          "apisignature", "applicationkey", "appkey", "ccnumber", "certificatepin", "cipher",
          "clientid", "databaseurl", "dburl", "encryptionkeyid", "geolocation", "gpgkey",
          "ipaddress", "jti", "licensekey", "mysqlpwd", "nonce", "passhash", "pemfile", "pgpkey",
          "pincode", "pkcs8", "publickey", "recaptchakey", "routingnumber", "salt",
          "securityanswer", "securityquestion", "signature", "signaturekey", "transactionid",
          "voterid", "xforwardedfor", "xrealip");

  /** How the keys of well-known services begin. */
  private static final String[] PREFIXES = {
    "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-", "sk_live_", "sk_test_",
    "rk_live_", "rk_test_", "whsec_", "xoxb-", "xoxp-", "xoxa-", "xoxs-", "xapp-", "AIza", "ya29.",
    "SG.", "npm_", "pypi-", "hf_", "dop_v1_", "shpat_", "sk-", "hvs.", "dapi", "lin_api_", "key-",
    "AGE-SECRET-KEY-"
  };

  /** No access token is shorter. */
  static final int TOKEN_MIN = 16;

  private static final int PREFIXED_MIN = 20;
  private static final int HEX_MIN = 32;
  private static final int BASE64_MIN = 40;
  private static final int BASE64_RUN_MIN = 16;
  private static final int USER_INFO_MAX = 200;

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
    return NAMES.contains(plain) || hasSecretWord(name);
  }

  /** Whether a name speaks of tokens and nothing more secret: so does many a parser's. */
  boolean isWord(String name) {
    return !hidesName(normalised(name).replace("token", "")) && !hasSecretWord(name);
  }

  boolean hidesType(Class<?> type) {
    String name = type.getName();
    return type == char[].class
        || Key.class.isAssignableFrom(type)
        || name.startsWith("java.security.")
        || name.startsWith("javax.crypto.")
        || name.startsWith("javax.security.")
        || name.startsWith("com.sun.crypto.")
        || name.startsWith("sun.security.")
        || name.equals("java.net.PasswordAuthentication");
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
      i = end == i ? copy(rest, i, out) : word(rest, i, end, out);
    }
    return out.toString();
  }

  private static int copy(String text, int at, StringBuilder out) {
    out.append(text.charAt(at));
    return at + 1;
  }

  /** Appends a word, and what it names or belongs to; returns where to go on. */
  private int word(String text, int start, int end, StringBuilder out) {
    String word = text.substring(start, end);
    for (int i = start; i < end; i++) {
      boolean number =
          Character.isDigit(text.charAt(i)) && (i == 0 || !Character.isDigit(text.charAt(i - 1)));
      int card = number ? cardEnd(text, i) : i;
      if (card > i) {
        out.append(text, start, i).append(MARK);
        return card;
      }
    }
    int userInfo = userInfoEnd(text, word, end);
    if (userInfo > end) {
      out.append(text, start, text.startsWith("://", end) ? end + 3 : end + 1).append(MARK);
      return userInfo;
    }
    int value = SecretValue.start(text, start, end);
    if (value > 0 && hidesName(word)) {
      out.append(text, start, value).append(MARK);
      return SecretValue.end(text, value, normalised(word));
    }
    out.append(looksSecret(word) ? MARK : word);
    return end;
  }

  private static String normalised(String name) {
    StringBuilder plain = new StringBuilder(Math.min(name.length(), NAME_MAX));
    for (int i = 0; i < name.length() && i < NAME_MAX; i++) {
      if (Character.isLetterOrDigit(name.charAt(i))) {
        plain.append(name.charAt(i));
      }
    }
    return plain.toString().toLowerCase(Locale.ROOT);
  }

  private static boolean hasSecretWord(String name) {
    int from = 0;
    int length = Math.min(name.length(), NAME_MAX);
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
    int from = 0;
    int run = 0;
    for (int i = 0; i <= word.length(); i++) {
      if (i == word.length() || word.charAt(i) == '/') {
        if (isKey(word.substring(from, i))) {
          return true;
        }
        run = Math.max(run, i - from);
        from = i + 1;
      }
    }
    return run >= BASE64_RUN_MIN && isMixed(word);
  }

  private static boolean isKey(String word) {
    int length = word.length();
    if (word.startsWith("eyJ") && length > 20 && word.indexOf('.') > 0) {
      return true;
    }
    if (length == 20 && (word.startsWith("AKIA") || word.startsWith("ASIA"))) {
      return true;
    }
    for (String prefix : PREFIXES) {
      if (length >= PREFIXED_MIN && word.startsWith(prefix) && hasDigit(word)) {
        return true;
      }
    }
    return length >= HEX_MIN && isHex(word) || isMixed(word);
  }

  private static boolean hasDigit(String word) {
    for (int i = 0; i < word.length(); i++) {
      if (Character.isDigit(word.charAt(i))) {
        return true;
      }
    }
    return false;
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
    return word.length() >= BASE64_MIN
        && upper >= 4
        && lower >= 4
        && digits >= 3
        && word.indexOf('.') < 0;
  }

  /** The end of a payment card number that starts here, or {@code from}. */
  private static int cardEnd(String text, int from) {
    if (text.charAt(from) < '2' || text.charAt(from) > '6') {
      return from;
    }
    StringBuilder digits = new StringBuilder();
    int card = from;
    char separator = 0;
    for (int i = from; i < text.length() && digits.length() <= 19; i++) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9') {
        digits.append(c);
        boolean group = i + 1 == text.length() || !Character.isDigit(text.charAt(i + 1));
        boolean isLong = digits.length() >= 13 && digits.length() <= 19;
        card = group && isLong && luhn(digits) ? i + 1 : card;
      } else if (c != separator && separator != 0
          || c != ' ' && c != '-'
          || text.charAt(i - 1) == c) {
        break;
      } else {
        separator = c;
      }
    }
    return card;
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

  /** After a scheme: where the {@code user:password} of a URL ends, or -1. */
  private static int userInfoEnd(String text, String scheme, int end) {
    boolean oracle = scheme.equals("thin") && text.startsWith(":", end);
    if (!oracle && !text.startsWith("://", end)) {
      return -1;
    }
    int at = -1;
    for (int i = end + (oracle ? 1 : 3); i < text.length() && i < end + USER_INFO_MAX; i++) {
      char c = text.charAt(i);
      if (c == '@') {
        at = i;
      } else if (c == '/' && !oracle || c == '?' || Character.isWhitespace(c) || c == '"') {
        break;
      }
    }
    return at;
  }

  private static Set<String> set(String... names) {
    return new HashSet<String>(Arrays.asList(names));
  }
}
