package dev.stepwell.http.server;

import dev.stepwell.http.aws.operation.PageTokens;
import dev.stepwell.http.rest.ActivityResources;
import dev.stepwell.http.rest.BulkResources;
import dev.stepwell.http.rest.ExecutionListResources;
import dev.stepwell.http.rest.ExecutionResources;
import dev.stepwell.http.rest.FunctionResources;
import dev.stepwell.http.rest.LiveResources;
import dev.stepwell.http.rest.NodeResources;
import dev.stepwell.http.rest.RestApi;
import dev.stepwell.http.rest.StateMachineResources;
import dev.stepwell.http.rest.TaskCalls;
import dev.stepwell.http.rest.route.Cursors;
import dev.stepwell.http.rest.route.Route;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

/** The resources of the REST face that this version has. */
final class RestRoutes {
  private RestRoutes() {}

  /**
   * All of them, on the given node.
   *
   * @param payloadBytes longest input and output
   */
  static RestApi on(Node node, PageTokens pageTokens, int payloadBytes) {
    var cursors = new Cursors(pageTokens);
    return new RestApi(
        Stream.of(
                new NodeResources(node::peers).routes(),
                new StateMachineResources(node.stateMachines(), node.resourceTags(), cursors)
                    .routes(),
                new ExecutionResources(
                        node.executions(), node.liveExecutions(), node.expressFinder(), cursors)
                    .routes(),
                new LiveResources(node.liveExecutions()).routes(),
                new ExecutionListResources(node.search(), node.expressSearch(), cursors).routes(),
                new ActivityResources(
                        node.activities(), node.activityQueues(), Clock.systemUTC(), cursors)
                    .routes(),
                new FunctionResources(node.functions(), cursors).routes(),
                new BulkResources(node.bulkActions(), cursors).routes(),
                new TaskCalls(node.activityTasks(), Operations.POLL_TIMEOUT, payloadBytes).routes())
            .<Route>flatMap(List::stream)
            .toList());
  }
}
