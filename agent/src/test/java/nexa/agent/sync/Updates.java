package nexa.agent.sync;

import java.util.HexFormat;
import java.util.List;

/** What yjs 13.6.33 wrote: client 7 changes a text, maps, an array and XML; client 9 lacks a part of it. */
final class Updates {

  /** In the order of writing; each needs those before it. */
  static final List<byte[]> STEPS =
      List.of(
          of("010107000401056e6f746573124772c3bcc39f6520f09f988020776f726c6400"),
          of("000107010203"),
          of("0101070ec40705070602787800"),
          of("0101071028010470696e730653484f502d31017602057469746c6577034e5045016e75067d017d457c402000"
              + "007e787402010200"),
          of("0101071128010470696e7303626967017a00000002dfdc1c3500"),
          of("000107011001"),
          of("0101071208010161037d01770374776f7900"),
          of("000107011301"),
          of("0102071546070004626f6c640474727565c60704070504626f6c64046e756c6c00"),
          of("01030717c60700070104626f6c64046e756c6cc5071707010d7b22696d616765223a2278227dc6071807010462"
              + "6f6c64047472756500"),
          of("0104071a0701017803017087071a060400071b02686987071b05016800"),
          of("0101071f2800071a016b0177017600"),
          of("0101072029010470696e730373756203737562760000"));

  /** All of it in one, with what was deleted taken out. */
  static final byte[] WHOLE =
      of("011607000401056e6f746573014784070001728107010384070401208407050af09f988020776f726c64c407050706"
          + "02787821010470696e730653484f502d310128010470696e7303626967017a00000002dfdc1c3508010161017d0181"
          + "071201880713017946070004626f6c640474727565c60704070504626f6c64046e756c6cc60700070104626f6c6404"
          + "6e756c6cc5071707010d7b22696d616765223a2278227dc60718070104626f6c640474727565070101780301708707"
          + "1a060400071b02686987071b0501682800071a016b0177017629010470696e73037375620373756276000107030203"
          + "10011301");

  /** Client 9's, which holds the third step back as it lacks the first. */
  static final byte[] PENDING =
      of("020109000401056e6f746573017101070ec40705070602787800");

  private Updates() {}

  static byte[] of(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  /** A client's text, by the ids from a clock on. */
  static byte[] text(long client, long clock, String text) {
    return new Lib0Writer().number(1).number(1).number(client).number(clock).number(0x04).number(1)
        .text("notes").text(text).number(0).bytes();
  }

  /** Some of a client's ids deleted. */
  static byte[] deletion(long client, long clock, long length) {
    return new Lib0Writer().number(0).number(1).number(client).number(1).number(clock)
        .number(length).bytes();
  }

  /** A client's text whole, and what of it was deleted: what it answers when asked for all. */
  static byte[] snapshot(long client, String text, long from, long deleted) {
    byte[] brought = text(client, 0, text);
    byte[] deletes = deletion(client, from, deleted);
    Lib0Writer whole = new Lib0Writer();
    for (int i = 0; i < brought.length - 1; i++) {
      whole.number(brought[i]);
    }
    for (int i = 1; i < deletes.length; i++) {
      whole.number(deletes[i]);
    }
    return whole.bytes();
  }
}
