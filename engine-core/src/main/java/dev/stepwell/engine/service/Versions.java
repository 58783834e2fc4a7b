package dev.stepwell.engine.service;

import dev.stepwell.engine.model.Arns;
import dev.stepwell.engine.store.StateMachineStore;
import dev.stepwell.engine.store.StateMachineStore.MachineRevision;
import dev.stepwell.engine.store.StateMachineStore.Revision;
import dev.stepwell.engine.store.VersionStore;
import dev.stepwell.engine.store.VersionStore.Alias;
import dev.stepwell.engine.store.VersionStore.Version;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Versions of state machines as callers see them. Every change is safe to repeat. */
public final class Versions {
  /** Of one machine. Source: quotas.md. */
  public static final int MAX_PER_MACHINE = 1_000;

  /** How a request names the revision of a machine that was never updated. */
  private static final String INITIAL = "INITIAL";

  private final VersionStore store;
  private final MachineFinder machines;
  private final Arns arns;
  private final Clock clock;
  private final Consumer<String> changed;

  /**
   * Versions on a store.
   *
   * @param changed told the name of every machine whose versions this node has changed
   */
  public Versions(
      StateMachineStore machines,
      VersionStore store,
      Arns arns,
      Clock clock,
      Consumer<String> changed) {
    this.store = store;
    this.machines = new MachineFinder(machines, arns);
    this.arns = arns;
    this.clock = clock;
    this.changed = changed;
  }

  /** How requests name a revision. */
  static String revisionId(Revision revision) {
    return Objects.requireNonNullElse(revision.revisionId(), INITIAL);
  }

  public record Published(String stateMachineVersionArn, Instant creationDate) {}

  /**
   * Publishes the current revision. A revision that has a version keeps that one.
   *
   * @param revisionId must be the current one, {@code INITIAL} before the first update; null: any
   */
  public Answer<Published> publish(
      String stateMachineArn, @Nullable String revisionId, @Nullable String description) {
    return Races.until(() ->
        switch (machines.findActive(stateMachineArn)) {
          case Answer.Refused<MachineRevision> refused -> Optional.of(refused.as());
          case Answer.Given<MachineRevision>(var found) -> publish(found, revisionId, description);
        });
  }

  private Optional<Answer<Published>> publish(
      MachineRevision found, @Nullable String revisionId, @Nullable String description) {
    var machine = found.machine();
    var current = revisionId(found.revision());
    if (revisionId != null && !revisionId.equals(current)) {
      return Optional.of(
          Answer.refused(
              Refusal.CONFLICT,
              "Failed to publish the State Machine version for revision %s. The current State Machine revision is %s."
                  .formatted(revisionId, current)));
    }
    var existing = store.findVersionOf(found.revision().key());
    if (existing.isPresent()) {
      return Optional.of(Answer.given(published(machine.name(), existing.get())));
    }
    if (store.countVersions(machine.id()) >= MAX_PER_MACHINE) {
      return Optional.of(
          Answer.refused(
              Refusal.SERVICE_QUOTA_EXCEEDED,
              "A state machine may have %d versions at most: '%s'"
                  .formatted(MAX_PER_MACHINE, arns.stateMachine(machine.name()))));
    }
    var version =
        new Version(
            machine.id(),
            machine.lastVersion() + 1,
            found.revision().key().revision(),
            description,
            clock.instant().truncatedTo(ChronoUnit.MILLIS));
    if (!store.publish(version, machine.changes())) {
      return Optional.empty();
    }
    changed.accept(machine.name());
    return Optional.of(Answer.given(published(machine.name(), version)));
  }

  private Published published(String machineName, Version version) {
    return new Published(arn(machineName, version.number()), version.createdAt());
  }

  private String arn(String machineName, int number) {
    return arns.qualified(machineName, Integer.toString(number));
  }

  /**
   * Forgets a version; executions that run it carry on. A version that does not exist is no error,
   * one that an alias leads to is refused.
   */
  public Answer<Boolean> delete(String stateMachineVersionArn) {
    return RequestedArn.ofMachine(stateMachineVersionArn)
        .then(parts -> {
          var number = parts.version();
          return number.isEmpty()
              ? Answer.refused(
                  Refusal.VALIDATION,
                  "The ARN does not name a version of a state machine: '"
                      + stateMachineVersionArn
                      + "'")
              : Races.until(() -> delete(parts, number.getAsInt()));
        });
  }

  private Optional<Answer<Boolean>> delete(Arns.Parts parts, int number) {
    var found = machines.find(parts);
    if (found.isEmpty() || store.findVersion(found.get().machine().id(), number).isEmpty()) {
      return Optional.of(Answer.given(false));
    }
    var machine = found.get().machine();
    var aliases = store.listAliases(machine.id(), number, null, Aliases.MAX_PER_MACHINE);
    if (!aliases.isEmpty()) {
      return Optional.of(
          Answer.refused(
              Refusal.CONFLICT,
              "Version to be deleted must not be referenced by an alias. Current list of aliases referencing this version: "
                  + aliases.stream().map(Alias::name).collect(Collectors.joining(", ", "[", "]"))));
    }
    if (!store.deleteVersion(machine.id(), number, machine.changes())) {
      return Optional.empty();
    }
    changed.accept(machine.name());
    return Optional.of(Answer.given(true));
  }

  /**
   * A page of versions.
   *
   * @param nextBefore the number to list before on the next page; null on the last one
   */
  public record Page(List<Published> versions, @Nullable Integer nextBefore) {}

  /**
   * Versions of one machine, the newest first.
   *
   * @param before the page before ended there; null for the first page
   * @param limit 1–1,000
   */
  public Answer<Page> list(String stateMachineArn, @Nullable Integer before, int limit) {
    return machines
        .findUnqualified(stateMachineArn)
        .map(found -> {
          var machine = found.machine();
          var versions = store.listVersions(machine.id(), before, limit + 1);
          var page = versions.subList(0, Math.min(limit, versions.size()));
          return new Page(
              page.stream().map(version -> published(machine.name(), version)).toList(),
              versions.size() > limit ? page.getLast().number() : null);
        });
  }
}
