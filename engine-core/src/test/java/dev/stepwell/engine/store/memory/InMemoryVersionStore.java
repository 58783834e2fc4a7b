package dev.stepwell.engine.store.memory;

import dev.stepwell.engine.model.RevisionKey;
import dev.stepwell.engine.store.StateMachineStore.Machine;
import dev.stepwell.engine.store.VersionStore;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Versions and aliases. */
final class InMemoryVersionStore implements VersionStore {
  private final InMemoryDatabase database;

  InMemoryVersionStore(InMemoryDatabase database) {
    this.database = database;
  }

  @Override
  public boolean publish(Version version, long changes) {
    return database.locked(() -> {
      if (!change(version.stateMachineId(), changes, false, version.number())) {
        return false;
      }
      versions(version.stateMachineId()).put(version.number(), version);
      return true;
    });
  }

  @Override
  public boolean deleteVersion(long stateMachineId, int number, long changes) {
    return database.locked(() -> {
      if (!change(stateMachineId, changes, true, 0)) {
        return false;
      }
      versions(stateMachineId).remove(number);
      return true;
    });
  }

  private boolean change(long machineId, long changes, boolean evenDeleting, int lastVersion) {
    var found =
        database.machines.values().stream()
            .filter(machine -> machine.id() == machineId && machine.changes() == changes)
            .filter(machine -> evenDeleting || !machine.deleting())
            .findFirst();
    found.ifPresent(machine ->
        database.machines.put(
            machine.name(),
            new Machine(
                machine.id(),
                machine.name(),
                machine.type(),
                machine.deleting(),
                machine.createdAt(),
                machine.attributes(),
                machine.currentRevision(),
                Math.max(machine.lastVersion(), lastVersion),
                changes + 1)));
    return found.isPresent();
  }

  private NavigableMap<Integer, Version> versions(long machineId) {
    return database.versions.computeIfAbsent(machineId, _ -> new TreeMap<>());
  }

  private NavigableMap<String, Alias> aliases(long machineId) {
    return database.aliases.computeIfAbsent(machineId, _ -> new TreeMap<>());
  }

  @Override
  public Optional<Version> findVersion(long stateMachineId, int number) {
    return database.locked(() -> Optional.ofNullable(versions(stateMachineId).get(number)));
  }

  @Override
  public Optional<Version> findVersionOf(RevisionKey revision) {
    return database.locked(() ->
        versions(revision.stateMachineId()).values().stream()
            .filter(version -> version.revisionKey().equals(revision))
            .findFirst());
  }

  @Override
  public int countVersions(long stateMachineId) {
    return database.locked(() -> versions(stateMachineId).size());
  }

  @Override
  public List<Version> listVersions(long stateMachineId, @Nullable Integer before, int limit) {
    return database.locked(() ->
        versions(stateMachineId).descendingMap().values().stream()
            .filter(version -> before == null || version.number() < before)
            .limit(limit)
            .toList());
  }

  @Override
  public boolean putAlias(Alias alias, long changes) {
    return database.locked(() -> {
      if (!change(alias.stateMachineId(), changes, false, 0)) {
        return false;
      }
      aliases(alias.stateMachineId())
          .merge(
              alias.name(),
              alias,
              (before, now) ->
                  new Alias(
                      now.stateMachineId(),
                      now.name(),
                      now.description(),
                      now.routes(),
                      before.createdAt(),
                      now.updatedAt()));
      return true;
    });
  }

  @Override
  public boolean deleteAlias(long stateMachineId, String name, long changes) {
    return database.locked(() -> {
      if (!change(stateMachineId, changes, true, 0)) {
        return false;
      }
      aliases(stateMachineId).remove(name);
      return true;
    });
  }

  @Override
  public Optional<Alias> findAlias(long stateMachineId, String name) {
    return database.locked(() -> Optional.ofNullable(aliases(stateMachineId).get(name)));
  }

  @Override
  public int countAliases(long stateMachineId) {
    return database.locked(() -> aliases(stateMachineId).size());
  }

  @Override
  public List<Alias> listAliases(
      long stateMachineId, @Nullable Integer version, @Nullable String afterName, int limit) {
    return database.locked(() ->
        aliases(stateMachineId).values().stream()
            .filter(alias -> version == null || leadsTo(alias, version))
            .filter(alias -> afterName == null || alias.name().compareTo(afterName) > 0)
            .limit(limit)
            .toList());
  }

  private static boolean leadsTo(Alias alias, int version) {
    return alias.routes().stream().anyMatch(route -> route.version() == version);
  }
}
