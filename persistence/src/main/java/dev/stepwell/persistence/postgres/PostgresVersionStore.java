package dev.stepwell.persistence.postgres;

import static dev.stepwell.persistence.postgres.Statements.instant;

import dev.stepwell.engine.model.RevisionKey;
import dev.stepwell.engine.store.VersionStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Versions and aliases. Every change takes the machine's row first, so that changes of one machine
 * stand in line.
 */
final class PostgresVersionStore implements VersionStore {
  private static final String VERSION =
      "select state_machine_id, version, revision, description, created_at"
          + " from state_machine_version where state_machine_id = ?";

  private static final String ALIAS =
      "select state_machine_id, name, description, version, weight, second_version, created_at,"
          + " updated_at from state_machine_alias where state_machine_id = ?";

  private static final String PUBLISH =
      """
      with changed as (
        update state_machine
           set changes = changes + 1, last_version = ?
         where id = ? and changes = ? and not deleting
        returning id)
      insert into state_machine_version (
        state_machine_id, version, revision, description, created_at)
      select id, ?, ?, ?, ? from changed
      """;

  private static final String PUT_ALIAS =
      """
      with changed as (
        update state_machine
           set changes = changes + 1
         where id = ? and changes = ? and not deleting
        returning id)
      insert into state_machine_alias (
        state_machine_id, name, description, version, weight, second_version, created_at, updated_at)
      select id, ?, ?, ?, ?, nullif(?, 0), ?, ? from changed
      on conflict (state_machine_id, name) do update
         set description = excluded.description, version = excluded.version,
             weight = excluded.weight, second_version = excluded.second_version,
             updated_at = excluded.updated_at
      """;

  /** The rows count as changed even where there was nothing to delete. */
  private static final String DELETE =
      """
      with changed as (
        update state_machine
           set changes = changes + 1
         where id = ? and changes = ?
        returning id),
      deleted as (
        delete from %s d using changed c where d.state_machine_id = c.id and d.%s = ?)
      select count(*) from changed
      """;

  private static final String DELETE_VERSION = DELETE.formatted("state_machine_version", "version");
  private static final String DELETE_ALIAS = DELETE.formatted("state_machine_alias", "name");

  private static final int ALL_PERCENT = 100;

  private final Database database;

  PostgresVersionStore(Database database) {
    this.database = database;
  }

  @Override
  public boolean publish(Version version, long changes) {
    return database.update(
            PUBLISH,
            p -> {
              p.int4(version.number()).int8(version.stateMachineId()).int8(changes);
              bind(p, version);
            })
        == 1;
  }

  /** The columns of a version after its machine's id. */
  static void bind(Parameters parameters, Version version) throws SQLException {
    parameters
        .int4(version.number())
        .int4(version.revision())
        .text(version.description())
        .millis(version.createdAt());
  }

  @Override
  public boolean deleteVersion(long stateMachineId, int number, long changes) {
    return database.updateReturningCount(
            DELETE_VERSION, p -> p.int8(stateMachineId).int8(changes).int4(number))
        == 1;
  }

  @Override
  public Optional<Version> findVersion(long stateMachineId, int number) {
    return database.queryOne(
        VERSION + " and version = ?",
        p -> p.int8(stateMachineId).int4(number),
        PostgresVersionStore::readVersion);
  }

  @Override
  public Optional<Version> findVersionOf(RevisionKey revision) {
    return database.queryOne(
        VERSION + " and revision = ?",
        p -> p.int8(revision.stateMachineId()).int4(revision.revision()),
        PostgresVersionStore::readVersion);
  }

  @Override
  public int countVersions(long stateMachineId) {
    return count("state_machine_version", stateMachineId);
  }

  @Override
  public List<Version> listVersions(long stateMachineId, @Nullable Integer before, int limit) {
    return database.query(
        VERSION + (before == null ? "" : " and version < ?") + " order by version desc limit ?",
        p ->
            (before == null ? p.int8(stateMachineId) : p.int8(stateMachineId).int4(before))
                .int4(limit),
        PostgresVersionStore::readVersion);
  }

  @Override
  public boolean putAlias(Alias alias, long changes) {
    var first = alias.routes().getFirst();
    return database.update(
            PUT_ALIAS,
            p ->
                p.int8(alias.stateMachineId())
                    .int8(changes)
                    .text(alias.name())
                    .text(alias.description())
                    .int4(first.version())
                    .int4(first.weight())
                    .int4(alias.routes().size() == 1 ? 0 : alias.routes().getLast().version())
                    .millis(alias.createdAt())
                    .millis(alias.updatedAt()))
        == 1;
  }

  @Override
  public boolean deleteAlias(long stateMachineId, String name, long changes) {
    return database.updateReturningCount(
            DELETE_ALIAS, p -> p.int8(stateMachineId).int8(changes).text(name))
        == 1;
  }

  @Override
  public Optional<Alias> findAlias(long stateMachineId, String name) {
    return database.queryOne(
        ALIAS + " and name = ?",
        p -> p.int8(stateMachineId).text(name),
        PostgresVersionStore::readAlias);
  }

  @Override
  public int countAliases(long stateMachineId) {
    return count("state_machine_alias", stateMachineId);
  }

  private int count(String table, long stateMachineId) {
    return database
        .queryOne(
            "select count(*) from " + table + " where state_machine_id = ?",
            p -> p.int8(stateMachineId),
            row -> row.getInt(1))
        .orElse(0);
  }

  @Override
  public List<Alias> listAliases(
      long stateMachineId, @Nullable Integer version, @Nullable String afterName, int limit) {
    return database.query(
        ALIAS
            + (version == null ? "" : " and (version = ? or second_version = ?)")
            + (afterName == null ? "" : " and name > ?")
            + " order by name limit ?",
        p -> {
          p.int8(stateMachineId);
          if (version != null) {
            p.int4(version).int4(version);
          }
          if (afterName != null) {
            p.text(afterName);
          }
          p.int4(limit);
        },
        PostgresVersionStore::readAlias);
  }

  private static Version readVersion(ResultSet row) throws SQLException {
    return new Version(
        row.getLong(1), row.getInt(2), row.getInt(3), row.getString(4), instant(row, 5));
  }

  private static Alias readAlias(ResultSet row) throws SQLException {
    var first = new Route(row.getInt(4), row.getInt(5));
    var second = row.getInt(6);
    var routes =
        row.wasNull()
            ? List.of(first)
            : List.of(first, new Route(second, ALL_PERCENT - first.weight()));
    return new Alias(
        row.getLong(1),
        row.getString(2),
        row.getString(3),
        routes,
        instant(row, 7),
        instant(row, 8));
  }
}
