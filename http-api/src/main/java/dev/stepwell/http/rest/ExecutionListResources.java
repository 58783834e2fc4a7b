package dev.stepwell.http.rest;

import dev.stepwell.asl.model.MachineType;
import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.service.ExecutionSearch;
import dev.stepwell.engine.store.ExecutionStore.Position;
import dev.stepwell.http.aws.operation.ResponseBody;
import dev.stepwell.http.rest.route.Arguments;
import dev.stepwell.http.rest.route.Cursors;
import dev.stepwell.http.rest.route.Parameter;
import dev.stepwell.http.rest.route.RestAnswer;
import dev.stepwell.http.rest.route.Route;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.core.JsonGenerator;

/** Executions of any machines, filtered and searched. */
public final class ExecutionListResources {
  private static final Parameter<MachineType> TYPE =
      Parameter.choice(
          "type",
          "Standard executions, by default, or Express ones that have ended",
          List.of(MachineType.values()));

  private static final Route LIST =
      Route.get(
              "/executions",
              "listExecutions",
              "Executions, the newest start first. A page looks at a bounded number of them: it may"
                  + " be empty and yet have a nextCursor",
              Schemas.EXECUTION_PAGE)
          .query(
              Stream.<Parameter<?>>concat(
                      ExecutionFilters.ALL.stream(), Stream.of(TYPE, Cursors.LIMIT, Cursors.CURSOR))
                  .toList());

  private final ExecutionSearch search;
  private final ExecutionSearch expressSearch;
  private final Cursors cursors;

  /**
   * Lists over both searches.
   *
   * @param expressSearch of Express executions that have ended
   */
  public ExecutionListResources(
      ExecutionSearch search, ExecutionSearch expressSearch, Cursors cursors) {
    this.search = search;
    this.expressSearch = expressSearch;
    this.cursors = cursors;
  }

  /** All of them. */
  public List<Route> routes() {
    return List.of(LIST.answeredBy(this::list));
  }

  private RestAnswer list(Arguments arguments) {
    var filter = ExecutionFilters.read(arguments);
    var limit = arguments.get(Cursors.LIMIT, Cursors.DEFAULT_LIMIT);
    return RestAnswer.of(
        cursors
            .open(LIST, arguments)
            .then(position ->
                (arguments.get(TYPE) == MachineType.EXPRESS ? expressSearch : search)
                    .find(
                        filter, position.map(ExecutionListResources::position).orElse(null), limit))
            .map(page -> ResponseBody.of(json -> write(json, page, arguments))));
  }

  private void write(JsonGenerator json, ExecutionSearch.Page page, Arguments arguments) {
    json.writeArrayPropertyStart("executions");
    page.executions().forEach(found -> write(json, found));
    json.writeEndArray();
    json.writeNumberProperty("lookedAt", page.lookedAt());
    var next = page.next();
    if (next != null) {
      json.writeStringProperty("searchedBackTo", next.startedAt().toString());
      cursors.writeNext(json, LIST, arguments, text(next));
    }
  }

  /** One of a list. */
  static void write(JsonGenerator json, ExecutionSearch.Found found) {
    var summary = found.summary();
    var stoppedAt = summary.stoppedAt();
    json.writeStartObject();
    json.writeStringProperty("executionArn", found.executionArn());
    ExecutionResources.writeMachine(json, found.stateMachineArn(), summary.through());
    json.writeStringProperty("name", summary.name());
    json.writeStringProperty("status", summary.status().name());
    json.writeStringProperty("startDate", summary.startedAt().toString());
    ResponseBody.writeText(json, "stopDate", stoppedAt == null ? null : stoppedAt.toString());
    json.writeEndObject();
  }

  private static String text(Position position) {
    return position.startedAt().toEpochMilli()
        + "/"
        + position.id().shard()
        + "/"
        + position.id().number();
  }

  /** Only ever reads what {@link #text} wrote: cursors are authenticated. */
  private static Position position(String text) {
    var fields = text.split("/", -1);
    return new Position(
        Instant.ofEpochMilli(Long.parseLong(fields[0])),
        new ExecutionId(Integer.parseInt(fields[1]), Long.parseLong(fields[2])));
  }
}
