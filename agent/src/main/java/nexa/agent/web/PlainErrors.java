package nexa.agent.web;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * What the server says of a request that it cannot even read. It repeats nothing of it, as the usual error
 * page would in HTML.
 */
final class PlainErrors implements Request.Handler {

  private static final int BAD_REQUEST = 400;

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Object cause = request.getAttribute(ErrorHandler.ERROR_EXCEPTION);
    int status = cause instanceof HttpException bad ? bad.getCode() : response.getStatus();
    response.setStatus(status < BAD_REQUEST ? BAD_REQUEST : status);
    Perimeter.HEADERS.forEach(response.getHeaders()::put);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.MEDIA_TYPE);
    byte[] document = Problem.unreadable(response.getStatus()).document();
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, document.length);
    response.write(true, ByteBuffer.wrap(document), callback);
    return true;
  }
}
