package nexa.heal.apply;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import nexa.heal.source.GitTree;
import nexa.heal.source.Projects.UnreadableProject;
import org.eclipse.jgit.diff.DiffFormatter;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * A fix's commit as {@code git format-patch} writes it: a mail that {@code git am} makes the same change
 * and message of, where there is no forge. Sources with carriage returns, or not in UTF-8, go in Base64.
 */
public final class PatchMail {

  private static final String SIGNATURE = "-- \nnexa\n\n";
  private static final int WORD_BYTES_MAX = 45;
  private static final int ABBREVIATION = 40;
  private static final DateTimeFormatter DATE = DateTimeFormatter.RFC_1123_DATE_TIME;

  private PatchMail() {}

  /**
   * Writes a commit with one parent.
   *
   * @throws UnreadableProject when there is no such repository
   */
  public static String of(Path repository, String commit) {
    try (Repository git = new GitTree(repository).open();
        RevWalk walk = new RevWalk(git)) {
      RevCommit fix = walk.parseCommit(ObjectId.fromString(commit));
      return mail(fix, diff(git, walk, fix));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read commit " + commit + " of " + repository, e);
    }
  }

  private static byte[] diff(Repository git, RevWalk walk, RevCommit fix) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DiffFormatter formatter = new DiffFormatter(out)) {
      formatter.setRepository(git);
      formatter.setAbbreviationLength(ABBREVIATION);
      formatter.format(walk.parseCommit(fix.getParent(0)).getTree(), fix.getTree());
    }
    return out.toByteArray();
  }

  private static String mail(RevCommit fix, byte[] diff) {
    PersonIdent author = fix.getAuthorIdent();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes((message(fix) + "---\n\n").getBytes(StandardCharsets.UTF_8));
    body.writeBytes(diff);
    body.writeBytes(SIGNATURE.getBytes(StandardCharsets.UTF_8));
    byte[] bytes = body.toByteArray();
    boolean isPlain = isPlain(bytes);
    return "From " + fix.name() + " Mon Sep 17 00:00:00 2001\n"
        + "From: " + name(author.getName()) + " <" + author.getEmailAddress() + ">\n"
        + "Date: " + DATE.format(ZonedDateTime.ofInstant(
            author.getWhenAsInstant(), author.getZoneId()))
        + "\n"
        + "Subject: " + words("[PATCH] " + fix.getShortMessage()) + "\n"
        + "MIME-Version: 1.0\n"
        + "Content-Type: text/plain; charset=UTF-8\n"
        + "Content-Transfer-Encoding: " + (isPlain ? "8bit" : "base64") + "\n\n"
        + (isPlain ? new String(bytes, StandardCharsets.UTF_8)
            : new String(Base64.getMimeEncoder(76, new byte[] {'\n'}).encode(bytes),
                StandardCharsets.US_ASCII) + "\n\n");
  }

  /** The message below its subject; a line that would end it, or begin another mail, is set in. */
  private static String message(RevCommit fix) {
    String full = fix.getFullMessage();
    int end = full.indexOf("\n\n");
    String below = end < 0 ? "" : full.substring(end + 2);
    return below.lines()
        .map(line -> endsMessage(line) ? " " + line : line)
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static boolean endsMessage(String line) {
    return line.startsWith("From ") || line.startsWith("---") || line.startsWith("diff -")
        || line.startsWith("Index: ");
  }

  private static boolean isPlain(byte[] body) {
    for (byte each : body) {
      if (each == '\r' || each == 0) {
        return false;
      }
    }
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static String name(String text) {
    if (!isAscii(text)) {
      return words(text);
    }
    boolean isPlain = text.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == ' ');
    return isPlain ? text
        : "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c >= ' ' && c < 127);
  }

  /** A header's text, in encoded words where it is more than ASCII (RFC 2047). */
  private static String words(String text) {
    if (isAscii(text)) {
      return text;
    }
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    int bytes = 0;
    for (int c : text.codePoints().toArray()) {
      int length = Character.toString(c).getBytes(StandardCharsets.UTF_8).length;
      if (bytes + length > WORD_BYTES_MAX) {
        words.add(encoded(word.toString()));
        word.setLength(0);
        bytes = 0;
      }
      word.appendCodePoint(c);
      bytes += length;
    }
    words.add(encoded(word.toString()));
    return String.join("\n ", words);
  }

  private static String encoded(String word) {
    return "=?UTF-8?B?"
        + Base64.getEncoder().encodeToString(word.getBytes(StandardCharsets.UTF_8)) + "?=";
  }
}
