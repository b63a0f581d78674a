package nexa.agent.web;

import io.javalin.http.Context;

/**
 * A request that was let in.
 *
 * @param body inflated
 * @param isAuthenticated whether its sender showed a key
 * @param isCrowded whether there are more requests than can be taken whole
 */
record Admitted(
    String input, Context context, byte[] body, boolean isAuthenticated, boolean isCrowded) {}
