package dev.stepwell.engine.service;

import dev.stepwell.asl.Asl;
import dev.stepwell.asl.json.Json;
import dev.stepwell.engine.model.Arns;
import dev.stepwell.engine.model.IdGenerator;
import dev.stepwell.engine.model.RevisionKey;
import dev.stepwell.engine.store.StateMachineStore;
import dev.stepwell.engine.store.StateMachineStore.Machine;
import dev.stepwell.engine.store.StateMachineStore.MachineRevision;
import dev.stepwell.engine.store.StateMachineStore.Revision;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
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
  private static final String RESOURCE = "stateMachine";

  /** Another node can change a machine between our look and our write only so often. */
  private static final int MAX_RACES = 20;

  private final StateMachineStore store;
  private final IdGenerator ids;
  private final Arns arns;
  private final Clock clock;
  private final DefinitionChecks checks;
  private final Consumer<String> changed;

  /**
   * State machines on a store.
   *
   * @param reader usually {@code Asl::read}
   * @param changed told the name of every machine that this node has changed, before the change is
   *     answered
   */
  public StateMachines(
      StateMachineStore store,
      IdGenerator ids,
      Arns arns,
      Clock clock,
      Function<String, Asl.Reading> reader,
      Consumer<String> changed) {
    this.store = store;
    this.ids = ids;
    this.arns = arns;
    this.clock = clock;
    this.checks = new DefinitionChecks(reader);
    this.changed = changed;
  }

  /** A machine with the revision that was asked for. */
  public record Description(String stateMachineArn, Machine machine, Revision revision) {}

  /**
   * What CreateStateMachine asks for.
   *
   * @param definition kept byte for byte, 1–1,048,576 bytes
   * @param type {@code STANDARD} or {@code EXPRESS}; null: STANDARD
   * @param versionDescription null when absent, as are the configurations
   */
  public record CreateRequest(
      String name,
      String definition,
      String roleArn,
      @Nullable String type,
      @Nullable JsonNode loggingConfiguration,
      @Nullable JsonNode tracingConfiguration,
      @Nullable JsonNode encryptionConfiguration,
      List<Tags.Tag> tags,
      boolean publish,
      @Nullable String versionDescription) {}

  public record Created(String stateMachineArn, Instant creationDate) {}

  /**
   * Registers a machine. The same request again gives the same answer; a different role or
   * different tags alone are ignored then.
   */
  public Answer<Created> create(CreateRequest request) {
    return ResourceNames.check(request.name())
        .then(name -> checks.refuseLaterFeatures(request))
        .then(ignored -> checks.role(request.roleArn()))
        .then(role -> checks.definition(request.definition()))
        .then(definition ->
            RevisionSettings.defaults()
                .with(
                    request.loggingConfiguration(),
                    request.tracingConfiguration(),
                    request.encryptionConfiguration()))
        .then(settings ->
            Tags.check(request.tags(), arns.stateMachine(request.name()))
                .then(tags -> {
                  var attributes = Json.object();
                  attributes.set("tags", tags);
                  return register(request, settings.text(), Json.text(attributes));
                }));
  }

  private Answer<Created> register(CreateRequest request, String settings, String attributes) {
    var type = Objects.requireNonNullElse(request.type(), "STANDARD");
    for (var race = 0; race < MAX_RACES; race++) {
      var now = now();
      var machine = new Machine(ids.next(), request.name(), type, false, now, attributes, 1);
      var revision =
          new Revision(
              new RevisionKey(machine.id(), 1),
              null,
              request.definition(),
              request.roleArn(),
              settings,
              now);
      if (store.create(machine, revision)) {
        return Answer.given(created(machine));
      }
      var existing = store.find(request.name());
      if (existing.isPresent()) {
        return repeated(existing.get(), request.definition(), type, settings);
      }
    }
    return contended();
  }

  private Answer<Created> repeated(
      MachineRevision existing, String definition, String type, String settings) {
    var arn = arns.stateMachine(existing.machine().name());
    if (existing.machine().deleting()) {
      return deleting(arn);
    }
    var same =
        existing.revision().definition().equals(definition)
            && existing.machine().type().equals(type)
            && sameSettings(existing.revision().settings(), settings);
    return same
        ? Answer.given(created(existing.machine()))
        : Answer.refused(
            Refusal.STATE_MACHINE_ALREADY_EXISTS, "State Machine Already Exists: '" + arn + "'");
  }

  private Created created(Machine machine) {
    return new Created(arns.stateMachine(machine.name()), machine.createdAt());
  }

  private static boolean sameSettings(String stored, String given) {
    // The store may keep the text as another spelling of the same JSON.
    return stored.equals(given) || Json.parse(stored).equals(Json.parse(given));
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
    private boolean isEmpty() {
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
   */
  public record Updated(Instant updateDate, @Nullable String revisionId) {}

  /**
   * Changes a machine for executions that start from now on; what does not differ makes no new
   * revision.
   */
  public Answer<Updated> update(UpdateRequest request) {
    if (request.isEmpty()) {
      return Answer.refused(
          Refusal.MISSING_REQUIRED_PARAMETER,
          "Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be"
              + " specified");
    }
    return RequestedArn.ofType(RESOURCE, request.stateMachineArn())
        .then(parts -> checks.refuseLaterFeatures(request).map(ignored -> parts))
        .then(parts ->
            request.roleArn() == null
                ? Answer.given(parts)
                : checks.role(request.roleArn()).map(role -> parts))
        .then(parts ->
            request.definition() == null
                ? Answer.given(parts)
                : checks.definition(request.definition()).map(definition -> parts))
        .then(parts -> change(parts, request));
  }

  private Answer<Updated> change(Arns.Parts parts, UpdateRequest request) {
    for (var race = 0; race < MAX_RACES; race++) {
      var found = find(parts);
      if (found.isEmpty()) {
        return doesNotExist(request.stateMachineArn());
      }
      var machine = found.get().machine();
      if (machine.deleting()) {
        return deleting(request.stateMachineArn());
      }
      var old = found.get().revision();
      var answer =
          RevisionSettings.ofText(old.settings())
              .with(
                  request.loggingConfiguration(),
                  request.tracingConfiguration(),
                  request.encryptionConfiguration())
              .map(settings -> next(old, request, settings.text()));
      switch (answer) {
        case Answer.Refused<Revision> refused -> {
          return refused.as();
        }
        case Answer.Given<Revision>(var next) -> {
          if (next.equals(old) || store.update(next)) {
            changed.accept(machine.name());
            return Answer.given(new Updated(next.createdAt(), next.revisionId()));
          }
        }
      }
    }
    return contended();
  }

  /** The revision after this one, or this one where nothing differs. */
  private Revision next(Revision old, UpdateRequest request, String settings) {
    var definition = Objects.requireNonNullElse(request.definition(), old.definition());
    var roleArn = Objects.requireNonNullElse(request.roleArn(), old.roleArn());
    if (definition.equals(old.definition())
        && roleArn.equals(old.roleArn())
        && sameSettings(old.settings(), settings)) {
      return old;
    }
    return new Revision(
        new RevisionKey(old.key().stateMachineId(), old.key().revision() + 1),
        UUID.randomUUID().toString(),
        definition,
        roleArn,
        settings,
        now());
  }

  /** A machine with its current revision. */
  public Answer<Description> describe(String stateMachineArn) {
    return RequestedArn.ofType(RESOURCE, stateMachineArn)
        .then(parts ->
            find(parts)
                .map(found ->
                    Answer.given(
                        new Description(
                            arns.stateMachine(found.machine().name()),
                            found.machine(),
                            found.revision())))
                .orElseGet(() -> doesNotExist(stateMachineArn)));
  }

  /**
   * Marks a machine as deleting; the engine aborts its executions and removes it. A machine that
   * does not exist is no error.
   *
   * @return whether there was something to delete
   */
  public Answer<Boolean> delete(String stateMachineArn) {
    return RequestedArn.ofType(RESOURCE, stateMachineArn)
        .then(parts -> {
          if (parts.name().contains("/")) {
            return Answer.refused(
                Refusal.LABELED_ARN_NOT_SUPPORTED,
                "This operation does not support labeled state machine ARNs: '"
                    + stateMachineArn
                    + "'");
          }
          return Answer.given(
              find(parts).map(found -> markDeleting(found.machine())).orElse(false));
        });
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

  /** Qualified ARNs and those of other accounts name nothing here. */
  private Optional<MachineRevision> find(Arns.Parts parts) {
    return parts.qualifier() == null && arns.owns(parts)
        ? store.find(parts.name())
        : Optional.empty();
  }

  /**
   * Stored times have millisecond precision; what is answered must equal what is described later.
   */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private static <T> Answer<T> doesNotExist(String arn) {
    return Answer.refused(
        Refusal.STATE_MACHINE_DOES_NOT_EXIST, "State Machine Does Not Exist: '" + arn + "'");
  }

  private static <T> Answer<T> deleting(String arn) {
    return Answer.refused(Refusal.STATE_MACHINE_DELETING, "State Machine Deleting: '" + arn + "'");
  }

  private static <T> Answer<T> contended() {
    return Answer.refused(Refusal.THROTTLED, "Rate exceeded");
  }
}
