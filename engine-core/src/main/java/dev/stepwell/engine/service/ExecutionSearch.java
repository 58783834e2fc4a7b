package dev.stepwell.engine.service;

import dev.stepwell.engine.codec.ExecutionCodec;
import dev.stepwell.engine.machine.MachineCatalog;
import dev.stepwell.engine.model.Arns;
import dev.stepwell.engine.model.ExecutionStatus;
import dev.stepwell.engine.store.ExecutionStore.Position;
import dev.stepwell.engine.store.ExecutionStore.Summary;
import dev.stepwell.engine.store.SearchStore;
import dev.stepwell.engine.store.SearchStore.Candidate;
import dev.stepwell.engine.store.SearchStore.Range;
import dev.stepwell.engine.store.SearchStore.Wanted;
import dev.stepwell.engine.store.StateMachineStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finds executions of any machines, the newest start first: Standard ones, or Express ones that
 * have ended.
 *
 * <p>Nothing is indexed for it but what ListExecutions needs, so that a page looks at a bounded
 * number of executions and says how far it has come: it may have few entries or none, and still
 * there may be more.
 */
public final class ExecutionSearch {
  /** Executions that one page looks at, at most. */
  static final int MOST_LOOKED_AT = 10_000;

  /** A page that has looked for so long looks at no more. */
  private static final Duration PATIENCE = Duration.ofMillis(25);

  /** The next one is twice as large, unless the time that is left is too short for it. */
  private static final int FIRST_LOOK = 64;

  private static final int LARGEST_LOOK = 1_024;
  private static final int MACHINES_AT_ONCE = 1_000;

  private static final List<ExecutionStatus> WITH_ERROR =
      List.of(ExecutionStatus.FAILED, ExecutionStatus.TIMED_OUT, ExecutionStatus.ABORTED);

  private final SearchStore store;
  private final StateMachineStore stateMachines;
  private final MachineCatalog machines;
  private final Arns arns;
  private final NameOf nameOf;
  private final InstantSource clock;

  /** The ARN of an execution that was found. */
  @FunctionalInterface
  public interface NameOf {
    String arn(String stateMachineName, Summary execution);
  }

  /** A search of the executions that a store has. */
  public ExecutionSearch(
      SearchStore store,
      StateMachineStore stateMachines,
      MachineCatalog machines,
      Arns arns,
      NameOf nameOf,
      InstantSource clock) {
    this.store = store;
    this.stateMachines = stateMachines;
    this.machines = machines;
    this.arns = arns;
    this.nameOf = nameOf;
    this.clock = clock;
  }

  /** An execution that was found. */
  public record Found(String executionArn, String stateMachineArn, Summary summary) {}

  /**
   * What a page found.
   *
   * @param lookedAt executions that it looked at
   * @param next where the next page begins, also the last execution that this one looked at; null
   *     when everything was looked at
   */
  public record Page(List<Found> executions, int lookedAt, @Nullable Position next) {}

  /**
   * A page of what is wanted.
   *
   * @param after where the page before ended, or null
   * @param limit most executions of the page
   */
  public Answer<Page> find(ExecutionFilter filter, @Nullable Position after, int limit) {
    return scope(filter).map(scope -> find(filter, scope, after, limit));
  }

  // ---- whose executions ----

  /**
   * Whose executions are looked through.
   *
   * @param names of machines by their ids
   */
  private record Scope(
      Map<Long, String> names, @Nullable Integer version, @Nullable String alias) {}

  private Answer<Scope> scope(ExecutionFilter filter) {
    var arn = filter.stateMachineArn();
    return arn == null ? Answer.given(all(filter)) : named(arn, filter);
  }

  private Answer<Scope> named(String arn, ExecutionFilter filter) {
    return RequestedArn.ofMachine(arn)
        .then(parts ->
            machines
                .find(parts.name(), parts.qualifier())
                .filter(startable -> startable.machine().arns().owns(parts))
                .map(startable -> {
                  var machine = startable.machine();
                  var version = parts.version();
                  var tag = filter.tag();
                  var isTagged =
                      tag == null
                          || stateMachines
                              .find(machine.name())
                              .filter(found -> isTagged(found.machine(), tag))
                              .isPresent();
                  return Answer.given(
                      new Scope(
                          isTagged
                              ? Map.of(machine.key().stateMachineId(), machine.name())
                              : Map.of(),
                          version.isPresent() ? version.getAsInt() : null,
                          version.isPresent() ? null : parts.qualifier()));
                })
                .orElseGet(() -> MachineFinder.doesNotExist(arn)));
  }

  /** All machines but those that are being deleted. */
  private Scope all(ExecutionFilter filter) {
    var names = new HashMap<Long, String>();
    var tag = filter.tag();
    String after = null;
    List<StateMachineStore.Machine> page;
    do {
      page = stateMachines.list(after, MACHINES_AT_ONCE);
      for (var machine : page) {
        after = machine.name();
        if (tag == null || isTagged(machine, tag)) {
          names.put(machine.id(), machine.name());
        }
      }
    } while (page.size() == MACHINES_AT_ONCE);
    return new Scope(names, null, null);
  }

  private static boolean isTagged(StateMachineStore.Machine machine, Tags.Tag tag) {
    return Tags.list(MachineAttributes.ofText(machine.attributes()).tags()).contains(tag);
  }

  // ---- the page ----

  private Page find(ExecutionFilter filter, Scope scope, @Nullable Position after, int limit) {
    var begun = clock.instant();
    var until = begun.plus(PATIENCE);
    var places = new MergedPlaces(store, scope.names().keySet(), ranges(filter, scope), after);
    var wanted = wanted(filter);
    var found = new ArrayList<Found>();
    var lookedAt = 0;
    var look = wanted.needsDocument() ? FIRST_LOOK : limit + 1;
    while (true) {
      var wish = Math.min(look, MOST_LOOKED_AT - lookedAt);
      var next = places.next(wish);
      if (next.isEmpty()) {
        return new Page(found, lookedAt, null);
      }
      for (var candidate : store.candidates(next.stream().map(Position::id).toList(), wanted)) {
        if (isWanted(candidate, filter)) {
          if (found.size() == limit) {
            var last = found.getLast().summary().position();
            return new Page(found, lookedAt + next.indexOf(last) + 1, last);
          }
          found.add(found(candidate, scope));
        }
      }
      lookedAt += next.size();
      if (next.size() < wish) {
        return new Page(found, lookedAt, null);
      }
      var last = next.getLast();
      var now = clock.instant();
      if (lookedAt >= MOST_LOOKED_AT || now.isAfter(until)) {
        return new Page(found, lookedAt, last);
      }
      var inTime =
          lookedAt
              * Duration.between(now, until).toNanos()
              / Math.max(1, Duration.between(begun, now).toNanos());
      var most = Math.min(look * 2, LARGEST_LOOK);
      look = Math.clamp(inTime, Math.min(FIRST_LOOK, most), most);
    }
  }

  private Found found(Candidate candidate, Scope scope) {
    var name = Objects.requireNonNull(scope.names().get(candidate.stateMachineId()));
    var summary = candidate.summary();
    return new Found(nameOf.arn(name, summary), arns.stateMachine(name), summary);
  }

  private static List<Range> ranges(ExecutionFilter filter, Scope scope) {
    var status = filter.status();
    // Others than these have no index: they are told apart when they are looked at.
    if (scope.version() != null
        || scope.alias() != null
        || status == ExecutionStatus.SUCCEEDED
        || (status == null && filter.error() == null)) {
      return List.of(range(filter, scope, null));
    }
    return (status == null ? WITH_ERROR : List.of(status))
        .stream().map(each -> range(filter, scope, each)).toList();
  }

  private static Range range(
      ExecutionFilter filter, Scope scope, @Nullable ExecutionStatus status) {
    return new Range(
        status,
        scope.version(),
        scope.alias(),
        Objects.requireNonNullElse(filter.startedFrom(), Instant.EPOCH),
        Objects.requireNonNullElse(filter.startedBefore(), Instant.ofEpochMilli(Long.MAX_VALUE)));
  }

  private static Wanted wanted(ExecutionFilter filter) {
    var search = filter.search();
    var error = filter.error();
    return new Wanted(
        filter.status(),
        filter.stoppedFrom(),
        filter.stoppedBefore(),
        search == null ? null : search.getBytes(StandardCharsets.UTF_8),
        search == null ? null : ExecutionCodec.asStored(search),
        error == null ? null : ExecutionCodec.asStored(error));
  }

  /** The store has found bytes; whether they are where they were searched is decided here. */
  private static boolean isWanted(Candidate candidate, ExecutionFilter filter) {
    var document = candidate.document();
    var search = filter.search();
    var error = filter.error();
    if (document == null) {
      return error == null && (search == null || candidate.hasInput());
    }
    var outcome = ExecutionCodec.decodeTexts(document);
    return (error == null || error.equals(outcome.error()))
        && (search == null || candidate.hasInput() || outcome.contains(search));
  }
}
