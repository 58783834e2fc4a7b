package dev.stepwell.engine.service;

import dev.stepwell.engine.Engine;
import dev.stepwell.engine.command.Command;
import dev.stepwell.engine.lane.Reply;
import dev.stepwell.engine.model.ExecutionStatus;
import dev.stepwell.engine.store.BulkStore;
import dev.stepwell.engine.store.BulkStore.Bulk;
import dev.stepwell.engine.store.BulkStore.Item;
import dev.stepwell.engine.store.BulkStore.Outcome;
import dev.stepwell.engine.store.BulkStore.Stage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Stops, or redrives, all executions that match a filter: first they are selected, then it is done
 * to exactly those, as far as it still can be.
 *
 * <p>What was selected and how far it was worked through is stored, and a call does what it can in
 * {@link #PATIENCE}: the same call again goes on, on whichever node, after whatever has broken. Two
 * at a time do no harm: to stop an execution twice is to stop it once, and a selection redrives it
 * under one client token.
 */
public final class BulkActions {
  /** How long one call works before it tells how far it has come. */
  static final Duration PATIENCE = Duration.ofSeconds(5);

  /** How long a selection is known. */
  static final Duration KEPT_FOR = Duration.ofDays(7);

  /** Executions that are selected, or worked on, at a time. */
  private static final int AT_ONCE = 500;

  private static final int FIRST_ONES = 10;

  private final BulkStore store;
  private final ExecutionSearch search;
  private final Engine engine;
  private final InstantSource clock;

  public BulkActions(BulkStore store, ExecutionSearch search, Engine engine, InstantSource clock) {
    this.store = store;
    this.search = search;
    this.engine = engine;
    this.clock = clock;
  }

  /**
   * A selection, and how far it is.
   *
   * @param first its first executions
   */
  public record Progress(Bulk bulk, List<Item> first) {}

  /** Selects running executions, to be stopped; those that end meanwhile may be among them. */
  public Answer<Progress> selectRunning(ExecutionFilter filter) {
    return select(filter.withStatus(ExecutionStatus.RUNNING));
  }

  /**
   * Selects executions that did not succeed, to be redriven.
   *
   * @param status FAILED, TIMED_OUT or ABORTED
   */
  public Answer<Progress> selectUnsuccessful(ExecutionFilter filter, ExecutionStatus status) {
    return select(filter.withStatus(status));
  }

  private Answer<Progress> select(ExecutionFilter filter) {
    var id = UUID.randomUUID().toString();
    // Whatever is wrong with the filter is told before anything is kept.
    return search
        .find(filter, null, 1)
        .then(_ -> {
          store.create(id, FilterText.write(filter), clock.instant(), KEPT_FOR);
          return goOnSelecting(id);
        });
  }

  /** How far a selection is. */
  public Answer<Progress> find(String id) {
    return require(id).map(this::progress);
  }

  /**
   * Executions of a selection.
   *
   * @param afterOrdinal where the page before ended; 0 at first
   */
  public Answer<List<Item>> items(String id, long afterOrdinal, int limit) {
    return require(id).map(_ -> store.items(id, afterOrdinal, limit));
  }

  /** Looks for more executions of a selection, where it is not complete. */
  public Answer<Progress> goOnSelecting(String id) {
    var until = clock.instant().plus(PATIENCE);
    return require(id).then(bulk -> selected(bulk, until)).map(this::progress);
  }

  /** Stops the executions of a selection, from where it was left. */
  public Answer<Progress> stop(String id, @Nullable String error, @Nullable String cause) {
    return run(id, new Action.Stop(error, cause));
  }

  /** Redrives the executions of a selection, from where it was left. */
  public Answer<Progress> redrive(String id) {
    return run(id, new Action.Redrive(id));
  }

  private Answer<Progress> run(String id, Action action) {
    var until = clock.instant().plus(PATIENCE);
    return require(id)
        .then(bulk ->
            action.isFor(FilterText.read(bulk.filter()))
                ? Answer.given(bulk)
                : Answer.<Bulk>refused(Refusal.VALIDATION, action.mismatch()))
        .then(bulk -> selected(bulk, until))
        .then(bulk -> worked(bulk, action, until))
        .map(this::progress);
  }

  /** What is done to each execution. */
  private sealed interface Action {
    Command command();

    Outcome done();

    Outcome refused();

    boolean isFor(ExecutionFilter selection);

    String mismatch();

    record Stop(@Nullable String error, @Nullable String cause) implements Action {
      @Override
      public Command command() {
        return new Command.StopExecution(error, cause);
      }

      @Override
      public Outcome done() {
        return Outcome.STOPPED;
      }

      @Override
      public Outcome refused() {
        return Outcome.CLOSED;
      }

      @Override
      public boolean isFor(ExecutionFilter selection) {
        return selection.status() == ExecutionStatus.RUNNING;
      }

      @Override
      public String mismatch() {
        return "The selection is of executions to be redriven, not stopped";
      }
    }

    record Redrive(String clientToken) implements Action {
      @Override
      public Command command() {
        return new Command.RedriveExecution(clientToken);
      }

      @Override
      public Outcome done() {
        return Outcome.REDRIVEN;
      }

      @Override
      public Outcome refused() {
        return Outcome.NOT_REDRIVABLE;
      }

      @Override
      public boolean isFor(ExecutionFilter selection) {
        return selection.status() != ExecutionStatus.RUNNING;
      }

      @Override
      public String mismatch() {
        return "The selection is of executions to be stopped, not redriven";
      }
    }
  }

  private Answer<Bulk> require(String id) {
    return store
        .find(id)
        .map(Answer::given)
        .orElseGet(() ->
            Answer.refused(
                Refusal.RESOURCE_NOT_FOUND,
                "There is no selection "
                    + id
                    + "; they are kept for "
                    + KEPT_FOR.toDays()
                    + " days"));
  }

  private Progress progress(Bulk bulk) {
    return new Progress(bulk, store.items(bulk.id(), 0, FIRST_ONES));
  }

  private Answer<Bulk> selected(Bulk begun, Instant until) {
    var bulk = begun;
    var filter = FilterText.read(bulk.filter());
    while (bulk.stage() == Stage.SELECTING && clock.instant().isBefore(until)) {
      switch (search.find(filter, bulk.lookedAtUntil(), AT_ONCE)) {
        case Answer.Refused<ExecutionSearch.Page> refused -> {
          return refused.as();
        }
        case Answer.Given<ExecutionSearch.Page>(var page) -> {
          var next = page.next();
          var _ =
              store.select(
                  bulk, next == null ? Stage.SELECTED : Stage.SELECTING, next, items(bulk, page));
        }
      }
      switch (require(bulk.id())) {
        case Answer.Refused<Bulk> removed -> {
          return removed;
        }
        case Answer.Given<Bulk>(var now) -> bulk = now;
      }
    }
    return Answer.given(bulk);
  }

  private static List<Item> items(Bulk bulk, ExecutionSearch.Page page) {
    var items = new ArrayList<Item>();
    var ordinal = bulk.matched();
    for (var found : page.executions()) {
      ordinal++;
      items.add(new Item(ordinal, found.summary().id(), found.executionArn(), Outcome.OPEN));
    }
    return items;
  }

  private Answer<Bulk> worked(Bulk begun, Action action, Instant until) {
    var bulk = begun;
    while ((bulk.stage() == Stage.SELECTED || bulk.stage() == Stage.RUNNING)
        && clock.instant().isBefore(until)) {
      var open = store.items(bulk.id(), bulk.processed(), AT_ONCE);
      var done = submitAll(open, action);
      var isLast = done.size() == open.size() && bulk.processed() + done.size() == bulk.matched();
      var _ = store.process(bulk, isLast ? Stage.DONE : Stage.RUNNING, done);
      switch (require(bulk.id())) {
        case Answer.Refused<Bulk> removed -> {
          return removed;
        }
        case Answer.Given<Bulk>(var now) -> bulk = now;
      }
      if (done.isEmpty() && !isLast) {
        // The lanes are full: whoever called comes again.
        return Answer.given(bulk);
      }
    }
    return Answer.given(bulk);
  }

  /** All on their way at once, so that they share commits; those after a full lane are left out. */
  private List<Item> submitAll(List<Item> items, Action action) {
    var command = action.command();
    var replies = new ArrayList<CompletableFuture<Reply>>();
    for (var item : items) {
      var reply = new CompletableFuture<Reply>();
      engine.submit(item.id(), command, 0, reply::complete);
      replies.add(reply);
    }
    var done = new ArrayList<Item>();
    var isFull = false;
    for (var i = 0; i < items.size(); i++) {
      var item = items.get(i);
      var reply = Waiter.join(engine.threads(), replies.get(i));
      isFull |= reply instanceof Reply.Saturated;
      if (!isFull) {
        done.add(new Item(item.ordinal(), item.id(), item.executionArn(), outcome(reply, action)));
      }
    }
    return done;
  }

  private static Outcome outcome(Reply reply, Action action) {
    return switch (reply) {
      case Reply.Committed _ -> action.done();
      case Reply.Refused _ -> action.refused();
      case Reply.NotFound _ -> Outcome.GONE;
      // One that is broken must not keep the others from their turn.
      case Reply.Broken _ -> Outcome.FAILED;
      case Reply.NameTaken _, Reply.Saturated _ ->
          throw new IllegalStateException("an answer that it cannot have: " + reply);
    };
  }
}
