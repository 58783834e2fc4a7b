package dev.stepwell.engine.service;

import dev.stepwell.asl.model.MachineType;
import dev.stepwell.asl.resource.CallableServices;
import dev.stepwell.engine.model.RevisionKey;
import dev.stepwell.engine.service.StateMachines.UpdateRequest;
import dev.stepwell.engine.service.StateMachines.Updated;
import dev.stepwell.engine.store.StateMachineStore;
import dev.stepwell.engine.store.StateMachineStore.MachineRevision;
import dev.stepwell.engine.store.StateMachineStore.Revision;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** Changes of state machines: from a request to the next revision, if anything differs. */
final class MachineUpdates {
  private final StateMachineStore store;
  private final MachineFinder finder;
  private final Versions versions;
  private final Clock clock;
  private final CallableServices services;
  private final Consumer<String> changed;

  MachineUpdates(
      StateMachineStore store,
      MachineFinder finder,
      Versions versions,
      Clock clock,
      CallableServices services,
      Consumer<String> changed) {
    this.store = store;
    this.finder = finder;
    this.versions = versions;
    this.clock = clock;
    this.services = services;
    this.changed = changed;
  }

  Answer<Updated> update(UpdateRequest request) {
    if (request.isEmpty()) {
      return Answer.refused(
          Refusal.MISSING_REQUIRED_PARAMETER,
          "Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be"
              + " specified");
    }
    return DefinitionChecks.versionDescription(request.publish(), request.versionDescription())
        .then(publish -> finder.findActive(request.stateMachineArn()))
        .then(found ->
            request.roleArn() == null
                ? Answer.given(found)
                : DefinitionChecks.role(request.roleArn()).map(role -> found))
        .then(found ->
            request.definition() == null
                ? Answer.given(found)
                : DefinitionChecks.definition(
                        request.definition(), MachineType.valueOf(found.machine().type()), services)
                    .map(definition -> found))
        .then(found -> Races.until(() -> change(request)))
        .then(revision -> published(request, revision));
  }

  /** Empty where another change was first. */
  private Optional<Answer<Revision>> change(UpdateRequest request) {
    return switch (finder.findActive(request.stateMachineArn())) {
      case Answer.Refused<MachineRevision> refused -> Optional.of(refused.as());
      case Answer.Given<MachineRevision>(var found) -> {
        var old = found.revision();
        var answer =
            RevisionSettings.ofText(old.settings())
                .with(
                    request.loggingConfiguration(),
                    request.tracingConfiguration(),
                    request.encryptionConfiguration())
                .map(settings -> next(old, request, settings.text()));
        if (answer instanceof Answer.Given<Revision>(var next)) {
          if (!next.equals(old) && !store.update(next)) {
            yield Optional.empty();
          }
          changed.accept(found.machine().name());
        }
        yield Optional.of(answer);
      }
    };
  }

  /** Publishes what the update made; a conflict where another update was faster. */
  private Answer<Updated> published(UpdateRequest request, Revision revision) {
    var updated = new Updated(revision.createdAt(), revision.revisionId(), null);
    return request.publish()
        ? versions
            .publish(
                request.stateMachineArn(),
                Versions.revisionId(revision),
                request.versionDescription())
            .map(version ->
                new Updated(
                    updated.updateDate(), updated.revisionId(), version.stateMachineVersionArn()))
        : Answer.given(updated);
  }

  /** The revision after this one, or this one where nothing differs. */
  private Revision next(Revision old, UpdateRequest request, String settings) {
    var definition = Objects.requireNonNullElse(request.definition(), old.definition());
    var roleArn = Objects.requireNonNullElse(request.roleArn(), old.roleArn());
    if (definition.equals(old.definition())
        && roleArn.equals(old.roleArn())
        && RevisionSettings.areSame(old.settings(), settings)) {
      return old;
    }
    return new Revision(
        new RevisionKey(old.key().stateMachineId(), old.key().revision() + 1),
        UUID.randomUUID().toString(),
        definition,
        roleArn,
        settings,
        clock.instant().truncatedTo(ChronoUnit.MILLIS));
  }
}
