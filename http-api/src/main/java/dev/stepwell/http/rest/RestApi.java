package dev.stepwell.http.rest;

import dev.stepwell.asl.json.Json;
import dev.stepwell.engine.cluster.Membership.Peer;
import dev.stepwell.engine.store.StoreUnavailableException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/** The resources below {@code /api/v1}; errors are problem details (RFC 9457). */
public final class RestApi {
  private static final String ROOT = "/api/v1";
  private static final int NOT_FOUND = 404;
  private static final int UNAVAILABLE = 503;

  private final Supplier<List<Peer>> nodes;

  /**
   * The resources of a node.
   *
   * @param nodes those that are alive
   */
  public RestApi(Supplier<List<Peer>> nodes) {
    this.nodes = nodes;
  }

  /** Says which resources there are. */
  public void addTo(RoutesConfig routes) {
    routes.get(ROOT + "/nodes", this::nodes);
    routes.error(NOT_FOUND, RestApi::unknown);
    routes.exception(StoreUnavailableException.class, RestApi::unavailable);
  }

  private void nodes(Context context) {
    var body = Json.object();
    var list = body.putArray("nodes");
    nodes.get().forEach(peer -> list.add(node(peer)));
    context.contentType("application/json");
    context.result(Json.text(body));
  }

  private static ObjectNode node(Peer peer) {
    var node = peer.node();
    var load = node.load();
    return Json.object()
        .put("nodeId", node.nodeId())
        .put("address", node.address())
        .put("startedAt", node.startedAt().toString())
        .put("silentForMillis", node.silentFor().toMillis())
        .put("shards", peer.shards())
        .put("commandsQueued", load.commandsQueued())
        .put("executionsCached", load.executionsCached())
        .put("commits", load.commits())
        .put("commitsPerSecond", load.commitsPerSecond())
        .put("callsInFlight", load.callsInFlight())
        .put("openPolls", load.openPolls());
  }

  private static void unknown(Context context) {
    var path = context.path();
    if (path.equals(ROOT) || path.startsWith(ROOT + "/")) {
      problem(
          context, NOT_FOUND, "NotFound", "There is no " + context.method() + " of " + path + ".");
    }
  }

  private static void unavailable(StoreUnavailableException outage, Context context) {
    problem(context, UNAVAILABLE, "ServiceUnavailable", "The database does not answer; try again.");
  }

  private static void problem(Context context, int status, String code, String detail) {
    var problem = RestAnswer.problem(status, code, detail);
    context.status(problem.status());
    context.contentType(problem.contentType());
    context.result(problem.body());
  }
}
