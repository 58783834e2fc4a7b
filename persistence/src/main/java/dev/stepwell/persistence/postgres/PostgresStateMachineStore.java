package dev.stepwell.persistence.postgres;

import static dev.stepwell.persistence.postgres.Statements.instant;

import dev.stepwell.engine.model.RevisionKey;
import dev.stepwell.engine.store.StateMachineStore;
import dev.stepwell.engine.store.VersionStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** State machines and their revisions. */
final class PostgresStateMachineStore implements StateMachineStore {
  private static final String MACHINE_COLUMNS =
      "m.id, m.name, m.type, m.deleting, m.created_at, m.attributes, m.current_revision,"
          + " m.last_version, m.changes";

  private static final String FIND_WITH_REVISION =
      "select "
          + MACHINE_COLUMNS
          + ", r.revision, r.revision_id, r.definition, r.role_arn, r.settings, r.created_at"
          + " from state_machine m join state_machine_revision r on r.state_machine_id = m.id ";

  private static final String CREATE =
      """
      with created as (
        insert into state_machine (
          id, name, type, deleting, created_at, attributes, current_revision, last_version)
        values (?, ?, ?, ?, ?, ?, ?, ?)
        on conflict (name) do nothing
        returning id)
      %s
      insert into state_machine_revision (
        state_machine_id, revision, revision_id, definition, role_arn, settings, created_at)
      select id, ?, ?, ?, ?, ?, ? from created
      """;

  private static final String CREATE_UNPUBLISHED = CREATE.formatted("");

  private static final String CREATE_PUBLISHED =
      CREATE.formatted(
          """
          , published as (
            insert into state_machine_version (
              state_machine_id, version, revision, description, created_at)
            select id, ?, ?, ?, ? from created)
          """);

  private static final String UPDATE =
      """
      with updated as (
        update state_machine
           set current_revision = ?
         where id = ? and current_revision = ? and not deleting
        returning id)
      insert into state_machine_revision (
        state_machine_id, revision, revision_id, definition, role_arn, settings, created_at)
      select id, ?, ?, ?, ?, ?, ? from updated
      """;

  private static final String REMOVE =
      """
      with removed as (
        delete from state_machine m
         where m.id = ? and m.deleting
           and not exists (select from execution e where e.state_machine_id = m.id)
        returning m.id),
      revisions as (
        delete from state_machine_revision r using removed m where r.state_machine_id = m.id),
      versions as (
        delete from state_machine_version v using removed m where v.state_machine_id = m.id),
      aliases as (
        delete from state_machine_alias a using removed m where a.state_machine_id = m.id)
      select count(*) from removed
      """;

  private final Database database;

  PostgresStateMachineStore(Database database) {
    this.database = database;
  }

  @Override
  public boolean create(
      Machine machine, Revision revision, VersionStore.@Nullable Version version) {
    return database.update(
            version == null ? CREATE_UNPUBLISHED : CREATE_PUBLISHED,
            p -> {
              p.int8(machine.id()).text(machine.name()).text(machine.type());
              p.bool(machine.deleting()).millis(machine.createdAt()).text(machine.attributes());
              p.int4(machine.currentRevision()).int4(machine.lastVersion());
              if (version != null) {
                PostgresVersionStore.bind(p, version);
              }
              bindRevision(p, revision);
            })
        == 1;
  }

  @Override
  public Optional<MachineRevision> find(String name) {
    return database.queryOne(
        FIND_WITH_REVISION + "and r.revision = m.current_revision where m.name = ?",
        p -> p.text(name),
        PostgresStateMachineStore::readMachineRevision);
  }

  @Override
  public Optional<MachineRevision> findRevision(RevisionKey key) {
    return database.queryOne(
        FIND_WITH_REVISION + "where m.id = ? and r.revision = ?",
        p -> p.int8(key.stateMachineId()).int4(key.revision()),
        PostgresStateMachineStore::readMachineRevision);
  }

  @Override
  public boolean update(Revision revision) {
    var key = revision.key();
    return database.update(
            UPDATE,
            p -> {
              p.int4(key.revision()).int8(key.stateMachineId()).int4(key.revision() - 1);
              bindRevision(p, revision);
            })
        == 1;
  }

  @Override
  public boolean replaceAttributes(long stateMachineId, String before, String after) {
    return database.update(
            "update state_machine set attributes = ? where id = ? and attributes = ?",
            p -> p.text(after).int8(stateMachineId).text(before))
        == 1;
  }

  @Override
  public boolean markDeleting(long stateMachineId) {
    return database.update(
            "update state_machine set deleting = true where id = ? and not deleting",
            p -> p.int8(stateMachineId))
        == 1;
  }

  @Override
  public List<Machine> findDeleting() {
    return database.query(
        "select " + MACHINE_COLUMNS + " from state_machine m where m.deleting order by m.name",
        _ -> {},
        PostgresStateMachineStore::readMachine);
  }

  @Override
  public boolean remove(long stateMachineId) {
    return database.updateReturningCount(REMOVE, p -> p.int8(stateMachineId)) == 1;
  }

  @Override
  public List<Machine> list(@Nullable String afterName, int limit) {
    return database.query(
        "select "
            + MACHINE_COLUMNS
            + " from state_machine m where not m.deleting"
            + (afterName == null ? "" : " and m.name > ?")
            + " order by m.name limit ?",
        p -> (afterName == null ? p : p.text(afterName)).int4(limit),
        PostgresStateMachineStore::readMachine);
  }

  private static void bindRevision(Parameters parameters, Revision revision) throws SQLException {
    parameters
        .int4(revision.key().revision())
        .text(revision.revisionId())
        .text(revision.definition())
        .text(revision.roleArn())
        .text(revision.settings())
        .millis(revision.createdAt());
  }

  private static Machine readMachine(ResultSet row) throws SQLException {
    return new Machine(
        row.getLong(1),
        row.getString(2),
        row.getString(3),
        row.getBoolean(4),
        instant(row, 5),
        row.getString(6),
        row.getInt(7),
        row.getInt(8),
        row.getLong(9));
  }

  private static MachineRevision readMachineRevision(ResultSet row) throws SQLException {
    var machine = readMachine(row);
    return new MachineRevision(
        machine,
        new Revision(
            new RevisionKey(machine.id(), row.getInt(10)),
            row.getString(11),
            row.getString(12),
            row.getString(13),
            row.getString(14),
            instant(row, 15)));
  }
}
