package dev.stepwell.http.rest;

import dev.stepwell.engine.service.Answer;
import dev.stepwell.engine.service.BulkStops;
import dev.stepwell.engine.store.BulkStore.Item;
import dev.stepwell.engine.store.BulkStore.Stage;
import dev.stepwell.http.aws.operation.ResponseBody;
import dev.stepwell.http.rest.route.Arguments;
import dev.stepwell.http.rest.route.Body;
import dev.stepwell.http.rest.route.Body.Member;
import dev.stepwell.http.rest.route.Cursors;
import dev.stepwell.http.rest.route.Parameter;
import dev.stepwell.http.rest.route.RestAnswer;
import dev.stepwell.http.rest.route.Route;
import dev.stepwell.http.rest.route.Violation;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** The same done to many executions: selected first, then touched. */
public final class BulkResources {
  private static final Parameter<Boolean> DRY_RUN =
      Parameter.flag("dryRun", "Selects only; true by default");
  private static final Parameter<String> SELECTION =
      Parameter.text("selection", 1, 64, "Goes on with what was selected; instead of a filter");
  private static final Parameter<String> IN_PATH =
      Parameter.text("selection", 1, 64, "As it was answered");

  /** All but the status: what is to be stopped runs. */
  private static final List<Parameter<?>> FILTERS =
      ExecutionFilters.ALL.stream()
          .filter(filter -> !filter.equals(ExecutionFilters.STATUS))
          .toList();

  private static final Member FILTER =
      new Member.Group("filter", "Which executions, in the words of their list", FILTERS);

  private static final Route STOP =
      Route.post(
          "/executions/bulk-stop",
          "bulkStopExecutions",
          "Selects running executions, and stops exactly those. A call works for some seconds; the"
              + " same one with the selection goes on, until the stage is SELECTED (of a dry run)"
              + " or DONE",
          new Body(
              "BulkStopRequest",
              List.of(
                  FILTER,
                  Body.optional(SELECTION),
                  Body.optional(DRY_RUN),
                  Body.optional(ExecutionResources.ERROR),
                  Body.optional(ExecutionResources.CAUSE))),
          Schemas.BULK);

  private static final Route REDRIVE =
      Route.post(
          "/executions/bulk-redrive",
          "bulkRedriveExecutions",
          "Selects executions that did not succeed, and redrives exactly those",
          new Body(
              "BulkRedriveRequest",
              List.of(FILTER, Body.optional(SELECTION), Body.optional(DRY_RUN))),
          Schemas.BULK);

  private static final Route GET =
      Route.get("/bulk/{selection}", "getBulk", "How far a bulk action is", Schemas.BULK)
          .path(IN_PATH);

  private static final Route LIST =
      Route.get(
              "/bulk/{selection}/executions",
              "listBulkExecutions",
              "The executions of a bulk action, and what became of each",
              Schemas.page("executions", Schemas.BULK_ENTRY))
          .path(IN_PATH)
          .query(List.of(Cursors.LIMIT, Cursors.CURSOR));

  private final BulkStops bulkStops;
  private final Cursors cursors;

  public BulkResources(BulkStops bulkStops, Cursors cursors) {
    this.bulkStops = bulkStops;
    this.cursors = cursors;
  }

  /** All of them. */
  public List<Route> routes() {
    return List.of(
        STOP.answeredBy(this::stop),
        REDRIVE.answeredBy(_ -> ExecutionResources.notRedrivableYet()),
        GET.answeredBy(this::get),
        LIST.answeredBy(this::list));
  }

  private RestAnswer stop(Arguments arguments) {
    var selection = arguments.get(SELECTION);
    if (selection != null && !arguments.said(FILTERS).isEmpty()) {
      return RestAnswer.invalid(
          List.of(new Violation("body", "filter", "must be absent where there is a selection")));
    }
    var dryRun = arguments.get(DRY_RUN, true);
    var filter = ExecutionFilters.read(arguments);
    if (selection != null) {
      return answer(dryRun ? bulkStops.goOnSelecting(selection) : stop(selection, arguments));
    }
    var selected = bulkStops.select(filter);
    return answer(
        dryRun ? selected : selected.then(progress -> stop(progress.bulk().id(), arguments)));
  }

  private Answer<BulkStops.Progress> stop(String selection, Arguments arguments) {
    return bulkStops.stop(
        selection,
        arguments.get(ExecutionResources.ERROR),
        arguments.get(ExecutionResources.CAUSE));
  }

  private RestAnswer get(Arguments arguments) {
    return answer(bulkStops.find(arguments.require(IN_PATH)));
  }

  private static RestAnswer answer(Answer<BulkStops.Progress> answer) {
    return RestAnswer.of(answer.map(progress -> ResponseBody.of(json -> write(json, progress))));
  }

  private static void write(JsonGenerator json, BulkStops.Progress progress) {
    var bulk = progress.bulk();
    var lookedAtUntil = bulk.lookedAtUntil();
    json.writeStringProperty("selection", bulk.id());
    json.writeStringProperty("stage", bulk.stage().name());
    json.writeNumberProperty("matched", bulk.matched());
    json.writeNumberProperty("processed", bulk.processed());
    json.writeNumberProperty("stopped", bulk.stopped());
    if (bulk.stage() == Stage.SELECTING && lookedAtUntil != null) {
      json.writeStringProperty("searchedBackTo", lookedAtUntil.startedAt().toString());
    }
    write(json, progress.first());
  }

  private static void write(JsonGenerator json, List<Item> items) {
    json.writeArrayPropertyStart("executions");
    for (var item : items) {
      json.writeStartObject();
      json.writeStringProperty("executionArn", item.executionArn());
      json.writeStringProperty("outcome", item.outcome().name());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private RestAnswer list(Arguments arguments) {
    var limit = arguments.get(Cursors.LIMIT, Cursors.DEFAULT_LIMIT);
    return RestAnswer.of(
        cursors
            .open(LIST, arguments)
            .then(position ->
                bulkStops.items(
                    arguments.require(IN_PATH),
                    position.map(Long::parseLong).orElse(0L),
                    limit + 1))
            .map(items ->
                ResponseBody.of(json -> {
                  var page = items.subList(0, Math.min(limit, items.size()));
                  write(json, page);
                  if (items.size() > limit) {
                    var last = Long.toString(page.getLast().ordinal());
                    json.writeStringProperty("nextCursor", cursors.seal(LIST, arguments, last));
                  }
                })));
  }
}
