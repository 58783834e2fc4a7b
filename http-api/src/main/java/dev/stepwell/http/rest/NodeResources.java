package dev.stepwell.http.rest;

import dev.stepwell.engine.cluster.Membership.Peer;
import dev.stepwell.http.rest.route.RestAnswer;
import dev.stepwell.http.rest.route.Route;
import dev.stepwell.http.rest.route.Schema;
import java.util.List;
import java.util.function.Supplier;
import tools.jackson.core.JsonGenerator;

/** The nodes that share the database. */
public final class NodeResources {
  private static final Schema NODE =
      Schema.object()
          .with("nodeId", Schema.text())
          .with("address", Schema.text())
          .with("startedAt", Schema.time())
          .with("silentForMillis", Schema.integer())
          .with("shards", Schema.integer())
          .with("commandsQueued", Schema.integer())
          .with("executionsCached", Schema.integer())
          .with("commits", Schema.integer())
          .with("commitsPerSecond", Schema.integer())
          .with("callsInFlight", Schema.integer())
          .with("openPolls", Schema.integer());

  private final Supplier<List<Peer>> nodes;

  /**
   * The resources of nodes.
   *
   * @param nodes those that are alive
   */
  public NodeResources(Supplier<List<Peer>> nodes) {
    this.nodes = nodes;
  }

  /** All of them. */
  public List<Route> routes() {
    return List.of(
        Route.get(
                "/nodes",
                "listNodes",
                "The nodes that are alive, and what each has to do",
                Schema.object().with("nodes", Schema.arrayOf(NODE)))
            .answeredBy(_ -> RestAnswer.of(this::write)));
  }

  private void write(JsonGenerator json) {
    json.writeArrayPropertyStart("nodes");
    nodes.get().forEach(peer -> write(json, peer));
    json.writeEndArray();
  }

  private static void write(JsonGenerator json, Peer peer) {
    var node = peer.node();
    var load = node.load();
    json.writeStartObject();
    json.writeStringProperty("nodeId", node.nodeId());
    json.writeStringProperty("address", node.address());
    json.writeStringProperty("startedAt", node.startedAt().toString());
    json.writeNumberProperty("silentForMillis", node.silentFor().toMillis());
    json.writeNumberProperty("shards", peer.shards());
    json.writeNumberProperty("commandsQueued", load.commandsQueued());
    json.writeNumberProperty("executionsCached", load.executionsCached());
    json.writeNumberProperty("commits", load.commits());
    json.writeNumberProperty("commitsPerSecond", load.commitsPerSecond());
    json.writeNumberProperty("callsInFlight", load.callsInFlight());
    json.writeNumberProperty("openPolls", load.openPolls());
    json.writeEndObject();
  }
}
