package dev.stepwell.http.rest;

import dev.stepwell.engine.model.ExecutionStatus;
import dev.stepwell.engine.service.Answer;
import dev.stepwell.engine.service.BulkActions;
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
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
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

  /** What is to be redriven has ended, but not well. */
  private static final List<Parameter<?>> FILTERS_OF_UNSUCCESSFUL =
      Stream.<Parameter<?>>concat(FILTERS.stream(), Stream.of(ExecutionFilters.UNSUCCESSFUL))
          .toList();

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
                  filter(FILTERS),
                  Body.optional(SELECTION),
                  Body.optional(DRY_RUN),
                  Body.optional(ExecutionResources.ERROR),
                  Body.optional(ExecutionResources.CAUSE))),
          Schemas.BULK);

  private static final Route REDRIVE =
      Route.post(
          "/executions/bulk-redrive",
          "bulkRedriveExecutions",
          "Selects executions that did not succeed, and redrives exactly those; works as bulk-stop",
          new Body(
              "BulkRedriveRequest",
              List.of(
                  filter(FILTERS_OF_UNSUCCESSFUL),
                  Body.optional(SELECTION),
                  Body.optional(DRY_RUN))),
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

  private final BulkActions bulkActions;
  private final Cursors cursors;

  public BulkResources(BulkActions bulkActions, Cursors cursors) {
    this.bulkActions = bulkActions;
    this.cursors = cursors;
  }

  /** All of them. */
  public List<Route> routes() {
    return List.of(
        STOP.answeredBy(this::stop),
        REDRIVE.answeredBy(this::redrive),
        GET.answeredBy(this::get),
        LIST.answeredBy(this::list));
  }

  private static Member filter(List<Parameter<?>> filters) {
    return new Member.Group("filter", "Which executions, in the words of their list", filters);
  }

  private RestAnswer stop(Arguments arguments) {
    return answer(
        arguments,
        FILTERS,
        () -> bulkActions.selectRunning(ExecutionFilters.read(arguments)),
        selection ->
            bulkActions.stop(
                selection,
                arguments.get(ExecutionResources.ERROR),
                arguments.get(ExecutionResources.CAUSE)));
  }

  private RestAnswer redrive(Arguments arguments) {
    var status = arguments.get(ExecutionFilters.UNSUCCESSFUL, ExecutionStatus.FAILED);
    return answer(
        arguments,
        FILTERS_OF_UNSUCCESSFUL,
        () -> bulkActions.selectUnsuccessful(ExecutionFilters.read(arguments), status),
        bulkActions::redrive);
  }

  private RestAnswer answer(
      Arguments arguments,
      List<Parameter<?>> filters,
      Supplier<Answer<BulkActions.Progress>> select,
      Function<String, Answer<BulkActions.Progress>> run) {
    var selection = arguments.get(SELECTION);
    if (selection != null && !arguments.said(filters).isEmpty()) {
      return RestAnswer.invalid(
          List.of(new Violation("body", "filter", "must be absent where there is a selection")));
    }
    var dryRun = arguments.get(DRY_RUN, true);
    if (selection != null) {
      return answer(dryRun ? bulkActions.goOnSelecting(selection) : run.apply(selection));
    }
    var selected = select.get();
    return answer(dryRun ? selected : selected.then(progress -> run.apply(progress.bulk().id())));
  }

  private RestAnswer get(Arguments arguments) {
    return answer(bulkActions.find(arguments.require(IN_PATH)));
  }

  private static RestAnswer answer(Answer<BulkActions.Progress> answer) {
    return RestAnswer.of(answer.map(progress -> ResponseBody.of(json -> write(json, progress))));
  }

  private static void write(JsonGenerator json, BulkActions.Progress progress) {
    var bulk = progress.bulk();
    var lookedAtUntil = bulk.lookedAtUntil();
    json.writeStringProperty("selection", bulk.id());
    json.writeStringProperty("stage", bulk.stage().name());
    json.writeNumberProperty("matched", bulk.matched());
    json.writeNumberProperty("processed", bulk.processed());
    json.writeNumberProperty("done", bulk.done());
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
                bulkActions.items(
                    arguments.require(IN_PATH),
                    position.map(Long::parseLong).orElse(0L),
                    limit + 1))
            .map(items ->
                ResponseBody.of(json -> {
                  var page = items.subList(0, Math.min(limit, items.size()));
                  write(json, page);
                  if (items.size() > limit) {
                    var last = Long.toString(page.getLast().ordinal());
                    cursors.writeNext(json, LIST, arguments, last);
                  }
                })));
  }
}
