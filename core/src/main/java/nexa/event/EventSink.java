package nexa.event;

/** Takes events over. When {@code accept} returns, the batch is durable and may be acknowledged. */
@FunctionalInterface
public interface EventSink {

  /**
   * Stores a batch and its offset in one transaction.
   *
   * @throws java.io.UncheckedIOException when the batch could not be stored; nothing of it was
   */
  void accept(Batch batch);
}
