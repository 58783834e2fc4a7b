package dev.stepwell.engine.service;

import dev.stepwell.asl.model.MachineType;
import dev.stepwell.asl.resource.CallableServices;
import dev.stepwell.engine.model.Arns;
import dev.stepwell.engine.model.IdGenerator;
import dev.stepwell.engine.model.RevisionKey;
import dev.stepwell.engine.store.StateMachineStore;
import dev.stepwell.engine.store.StateMachineStore.Machine;
import dev.stepwell.engine.store.StateMachineStore.MachineRevision;
import dev.stepwell.engine.store.StateMachineStore.Revision;
import dev.stepwell.engine.store.VersionStore;
import dev.stepwell.engine.store.VersionStore.Version;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * State machines as callers see them. Every change is safe to repeat.
 *
 * <p>The rules of idempotency, revisions and messages are those of CreateStateMachine and
 * UpdateStateMachine as recorded from AWS: a definition is compared by its exact text, and values
 * that do not differ make no revision.
 */
public final class StateMachines {
  /** Number of the first revision, and of the first version. */
  private static final int FIRST = 1;

  private final StateMachineStore store;
  private final VersionStore versionStore;
  private final MachineFinder finder;
  private final MachineUpdates updates;
  private final IdGenerator ids;
  private final Arns arns;
  private final Clock clock;
  private final CallableServices services;
  private final Consumer<String> changed;

  /**
   * State machines on a store.
   *
   * @param versions of the same machines
   * @param services what this node can call: machines that need more are refused
   * @param changed told the name of every machine that this node has changed, before the change is
   *     answered
   */
  public StateMachines(
      StateMachineStore store,
      VersionStore versionStore,
      Versions versions,
      IdGenerator ids,
      Arns arns,
      Clock clock,
      CallableServices services,
      Consumer<String> changed) {
    this.store = store;
    this.versionStore = versionStore;
    this.finder = new MachineFinder(store, arns);
    this.ids = ids;
    this.arns = arns;
    this.clock = clock;
    this.services = services;
    this.changed = changed;
    this.updates = new MachineUpdates(store, finder, versions, clock, services, changed);
  }

  /**
   * A machine with the revision that was asked for.
   *
   * @param version the version that was asked for; null: the machine itself
   */
  public record Description(
      String stateMachineArn, Machine machine, Revision revision, @Nullable Version version) {}

  /**
   * What CreateStateMachine asks for.
   *
   * @param definition kept byte for byte, 1–1,048,576 bytes
   * @param type {@code STANDARD} or {@code EXPRESS}
   * @param versionDescription null when absent, as are the configurations
   */
  public record CreateRequest(
      String name,
      String definition,
      String roleArn,
      String type,
      @Nullable JsonNode loggingConfiguration,
      @Nullable JsonNode tracingConfiguration,
      @Nullable JsonNode encryptionConfiguration,
      List<Tags.Tag> tags,
      boolean publish,
      @Nullable String versionDescription) {}

  /**
   * What a creation gives.
   *
   * @param stateMachineVersionArn null unless the creation published
   */
  public record Created(
      String stateMachineArn, Instant creationDate, @Nullable String stateMachineVersionArn) {}

  /**
   * Registers a machine. The same request again gives the same answer; a different role or
   * different tags alone are ignored then.
   */
  public Answer<Created> create(CreateRequest request) {
    return ResourceNames.check(request.name())
        .then(name ->
            DefinitionChecks.versionDescription(request.publish(), request.versionDescription()))
        .then(publish -> DefinitionChecks.role(request.roleArn()))
        .then(role ->
            DefinitionChecks.definition(
                request.definition(), MachineType.valueOf(request.type()), services))
        .then(definition ->
            RevisionSettings.defaults()
                .with(
                    request.loggingConfiguration(),
                    request.tracingConfiguration(),
                    request.encryptionConfiguration()))
        .then(settings ->
            Tags.check(request.tags())
                .then(tags -> Tags.ofResource(tags, arns.stateMachine(request.name())))
                .then(tags ->
                    register(
                        request,
                        settings.text(),
                        new MachineAttributes(
                            tags, request.publish(), request.versionDescription()))));
  }

  private Answer<Created> register(
      CreateRequest request, String settings, MachineAttributes attributes) {
    return Races.until(() -> {
      var now = now();
      var id = ids.next();
      var version =
          request.publish()
              ? new Version(id, FIRST, FIRST, request.versionDescription(), now)
              : null;
      var machine =
          new Machine(
              id,
              request.name(),
              request.type(),
              false,
              now,
              attributes.text(),
              FIRST,
              version == null ? 0 : FIRST,
              0);
      var revision =
          new Revision(
              new RevisionKey(id, FIRST),
              null,
              request.definition(),
              request.roleArn(),
              settings,
              now);
      return store.create(machine, revision, version)
          ? Optional.of(Answer.given(created(machine, request.publish())))
          : store
              .find(request.name())
              .map(existing -> repeated(existing, request, settings, attributes));
    });
  }

  private Answer<Created> repeated(
      MachineRevision existing,
      CreateRequest request,
      String settings,
      MachineAttributes attributes) {
    var arn = arns.stateMachine(existing.machine().name());
    if (existing.machine().deleting()) {
      return MachineFinder.deleting(arn);
    }
    var same =
        existing.revision().definition().equals(request.definition())
            && existing.machine().type().equals(request.type())
            && MachineAttributes.ofText(existing.machine().attributes()).publishesLike(attributes)
            && RevisionSettings.areSame(existing.revision().settings(), settings);
    return same
        ? Answer.given(created(existing.machine(), request.publish()))
        : Answer.refused(
            Refusal.STATE_MACHINE_ALREADY_EXISTS, "State Machine Already Exists: '" + arn + "'");
  }

  private Created created(Machine machine, boolean published) {
    return new Created(
        arns.stateMachine(machine.name()),
        machine.createdAt(),
        published ? arns.qualified(machine.name(), Integer.toString(FIRST)) : null);
  }

  /** A null member of an update stays as it is. */
  public record UpdateRequest(
      String stateMachineArn,
      @Nullable String definition,
      @Nullable String roleArn,
      @Nullable JsonNode loggingConfiguration,
      @Nullable JsonNode tracingConfiguration,
      @Nullable JsonNode encryptionConfiguration,
      boolean publish,
      @Nullable String versionDescription) {
    boolean isEmpty() {
      return definition == null
          && roleArn == null
          && loggingConfiguration == null
          && tracingConfiguration == null
          && encryptionConfiguration == null
          && !publish;
    }
  }

  /**
   * What an update gives.
   *
   * @param revisionId null while the machine was never really changed
   * @param stateMachineVersionArn null unless the update published
   */
  public record Updated(
      Instant updateDate, @Nullable String revisionId, @Nullable String stateMachineVersionArn) {}

  /**
   * Changes a machine for executions that start from now on; what does not differ makes no new
   * revision.
   */
  public Answer<Updated> update(UpdateRequest request) {
    return updates.update(request);
  }

  /** A machine with its current revision, or a version with the one that it published. */
  public Answer<Description> describe(String stateMachineArn) {
    return RequestedArn.ofType(MachineFinder.RESOURCE, stateMachineArn)
        .then(parts ->
            (parts.version().isPresent()
                ? describeVersion(parts, parts.version().getAsInt(), stateMachineArn)
                : finder
                    .findUnqualified(parts, stateMachineArn)
                    .map(found ->
                        new Description(
                            stateMachineArn, found.machine(), found.revision(), null))));
  }

  private Answer<Description> describeVersion(Arns.Parts parts, int number, String versionArn) {
    return finder
        .find(parts)
        .flatMap(found -> versionStore.findVersion(found.machine().id(), number))
        .flatMap(version ->
            store
                .findRevision(version.revisionKey())
                .map(found ->
                    Answer.given(
                        new Description(versionArn, found.machine(), found.revision(), version))))
        .orElseGet(() -> MachineFinder.doesNotExist(versionArn));
  }

  /**
   * Marks a machine as deleting; the engine aborts its executions and removes it. A machine that
   * does not exist is no error.
   *
   * @return whether there was something to delete
   */
  public Answer<Boolean> delete(String stateMachineArn) {
    return RequestedArn.ofMachine(stateMachineArn)
        .map(parts ->
            parts.qualifier() == null
                && finder.find(parts).map(found -> markDeleting(found.machine())).orElse(false));
  }

  private boolean markDeleting(Machine machine) {
    var marked = store.markDeleting(machine.id());
    changed.accept(machine.name());
    return marked;
  }

  /**
   * A page of machines.
   *
   * @param nextName the name to list after on the next page; null on the last one
   */
  public record Page(List<Listed> stateMachines, @Nullable String nextName) {}

  public record Listed(String stateMachineArn, String name, String type, Instant creationDate) {}

  /**
   * Machines that are not deleting, by name.
   *
   * @param afterName the page before ended there; null for the first page
   * @param limit 1–1,000
   */
  public Page list(@Nullable String afterName, int limit) {
    var machines = store.list(afterName, limit + 1);
    var page = machines.subList(0, Math.min(limit, machines.size()));
    return new Page(
        page.stream()
            .map(machine ->
                new Listed(
                    arns.stateMachine(machine.name()),
                    machine.name(),
                    machine.type(),
                    machine.createdAt()))
            .toList(),
        machines.size() > limit ? page.getLast().name() : null);
  }

  /**
   * Stored times have millisecond precision; what is answered must equal what is described later.
   */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
