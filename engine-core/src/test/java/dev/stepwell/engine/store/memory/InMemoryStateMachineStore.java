package dev.stepwell.engine.store.memory;

import dev.stepwell.engine.model.RevisionKey;
import dev.stepwell.engine.store.StateMachineStore;
import dev.stepwell.engine.store.VersionStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** State machines and their revisions. */
final class InMemoryStateMachineStore implements StateMachineStore {
  private final InMemoryDatabase database;

  InMemoryStateMachineStore(InMemoryDatabase database) {
    this.database = database;
  }

  @Override
  public boolean create(
      Machine machine, Revision revision, VersionStore.@Nullable Version version) {
    return database.locked(() -> {
      if (database.machines.putIfAbsent(machine.name(), machine) != null) {
        return false;
      }
      database.revisions.put(revision.key(), revision);
      if (version != null) {
        database.versions.put(machine.id(), new TreeMap<>(Map.of(version.number(), version)));
      }
      return true;
    });
  }

  @Override
  public Optional<MachineRevision> find(String name) {
    return database.locked(() ->
        Optional.ofNullable(database.machines.get(name))
            .flatMap(
                machine -> withRevision(new RevisionKey(machine.id(), machine.currentRevision()))));
  }

  @Override
  public Optional<MachineRevision> findRevision(RevisionKey key) {
    return database.locked(() -> withRevision(key));
  }

  private Optional<MachineRevision> withRevision(RevisionKey key) {
    return byId(key.stateMachineId())
        .flatMap(machine ->
            Optional.ofNullable(database.revisions.get(key))
                .map(revision -> new MachineRevision(machine, revision)));
  }

  private Optional<Machine> byId(long id) {
    return database.machines.values().stream().filter(machine -> machine.id() == id).findFirst();
  }

  @Override
  public boolean update(Revision revision) {
    return database.locked(() ->
        byId(revision.key().stateMachineId())
            .filter(machine -> !machine.deleting())
            .filter(machine -> machine.currentRevision() == revision.key().revision() - 1)
            .map(machine -> {
              put(machine, machine.deleting(), machine.attributes(), revision.key().revision());
              database.revisions.put(revision.key(), revision);
              return machine;
            })
            .isPresent());
  }

  @Override
  public boolean markDeleting(long stateMachineId) {
    return database.locked(() ->
        byId(stateMachineId)
            .filter(machine -> !machine.deleting())
            .map(machine -> {
              put(machine, true, machine.attributes(), machine.currentRevision());
              return machine;
            })
            .isPresent());
  }

  @Override
  public boolean replaceAttributes(long stateMachineId, String before, String after) {
    return database.locked(() ->
        byId(stateMachineId)
            .filter(machine -> machine.attributes().equals(before))
            .map(machine -> {
              put(machine, machine.deleting(), after, machine.currentRevision());
              return machine;
            })
            .isPresent());
  }

  private void put(Machine machine, boolean deleting, String attributes, int currentRevision) {
    database.machines.put(
        machine.name(),
        new Machine(
            machine.id(),
            machine.name(),
            machine.type(),
            deleting,
            machine.createdAt(),
            attributes,
            currentRevision,
            machine.lastVersion(),
            machine.changes()));
  }

  @Override
  public List<Machine> findDeleting() {
    return database.locked(
        () -> database.machines.values().stream().filter(Machine::deleting).toList());
  }

  @Override
  public boolean remove(long stateMachineId) {
    return database.locked(() -> {
      var machine = byId(stateMachineId).filter(Machine::deleting);
      if (machine.isEmpty() || hasExecutions(stateMachineId)) {
        return false;
      }
      database.machines.remove(machine.get().name());
      database.revisions.keySet().removeIf(key -> key.stateMachineId() == stateMachineId);
      database.versions.remove(stateMachineId);
      database.aliases.remove(stateMachineId);
      return true;
    });
  }

  private boolean hasExecutions(long stateMachineId) {
    return database.executions.values().stream()
        .anyMatch(entry -> entry.header().stateMachine().stateMachineId() == stateMachineId);
  }

  @Override
  public List<Machine> list(@Nullable String afterName, int limit) {
    return database.locked(() ->
        (afterName == null ? database.machines : database.machines.tailMap(afterName, false))
            .values().stream().filter(machine -> !machine.deleting()).limit(limit).toList());
  }
}
