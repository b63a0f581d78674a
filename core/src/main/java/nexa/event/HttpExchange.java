package nexa.event;

/** The HTTP request an event belongs to. {@code status} is 0 when no response was seen. */
public record HttpExchange(String method, String path, int status) {}
