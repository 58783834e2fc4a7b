package dev.stepwell.persistence.postgres;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The one statement that writes a batch, made of the parts that the batch has rows for.
 *
 * <p>A commit is one statement so that it is one transaction and one round trip, and so that rows
 * which hang on an execution are written exactly when its row was: every part reads {@code
 * changed}, the executions that were really moved. Joining {@code changed} with arrays would cost
 * the square of the batch; instead each execution carries the slice ({@code from … to}, counted
 * from 1) of the flat arrays that is its own, and elements are picked by subscript. All arrays that
 * are subscripted have elements of fixed width, for which that is a multiplication; contents of
 * varying width lie in one long value and are cut out by position and length.
 */
final class CommitShape {
  /** Kinds of rows in a batch. The order is the order of the parameters. */
  enum Part {
    UPDATES,
    INSERTS,
    REDRIVEN,
    HISTORY,
    SCOPES_WRITTEN,
    SCOPES_REMOVED,
    TASKS_ADDED,
    TASKS_REMOVED,
    INBOX_REMOVED,
    INBOX_ADDED;

    /** Parts whose executions carry a slice. */
    static final Set<Part> SLICED = EnumSet.range(SCOPES_WRITTEN, INBOX_ADDED);

    /** Name of the slice's columns. */
    String slice() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final Map<Set<Part>, String> STATEMENTS = new ConcurrentHashMap<>();

  private static final String UPDATES =
      """
      moved as (
        update execution e
           set version = e.version + 1, status = u.status, next_event_id = u.next_event_id,
               next_scope_id = u.next_scope_id, last_event_at = u.last_event_at,
               wake_at = u.wake_at, stopped_at = u.stopped_at,
               document = coalesce(u.document, e.document)%1$s
          from unnest(?::int2[], ?::int8[], ?::int8[], ?::int2[], ?::int8[], ?::int4[], ?::int8[],
                      ?::int8[], ?::int8[], ?::bytea[]%2$s%3$s)
               as u (shard, number, version, status, next_event_id, next_scope_id, last_event_at,
                     wake_at, stopped_at, document%4$s%5$s)
         where e.shard = u.shard and e.number = u.number and e.version = u.version
        returning e.shard, e.number%5$s)
      """;

  /** Seldom: only then does a batch carry the columns. */
  private static final String REDRIVEN =
      """
      ,
               redrive_count = coalesce(u.redrive_count::int4, e.redrive_count),
               redriven_at = coalesce(u.redriven_at, e.redriven_at),
               redrive_tokens = coalesce(u.redrive_tokens, e.redrive_tokens)\
      """;

  private static final String INSERTS =
      """
      fresh as materialized (
        select *
          from unnest(?::int2[], ?::int8[], ?::int8[], ?::int2[], ?::int8[], ?::int4[], ?::int8[],
                      ?::int8[], ?::int8[], ?::bytea[], ?::int8[], ?::int4[], ?::text[],
                      ?::bytea[], ?::text[], ?::int8[], ?::int8[], ?::int8[], ?::int8[],
                      ?::int8[], ?::text[]%3$s)
               as u (shard, number, version, status, next_event_id, next_scope_id, last_event_at,
                     wake_at, stopped_at, document, state_machine_id, revision, name,
                     input, trace_header, started_at, parent_shard, parent_number,
                     parent_event_id, machine_version, machine_alias%5$s)),
      inserted as (
        insert into execution (
          shard, number, version, status, next_event_id, next_scope_id, last_event_at, wake_at,
          stopped_at, document, state_machine_id, revision, name, input, trace_header, started_at,
          parent_shard, parent_number, parent_event_id, machine_version, machine_alias)
        select shard, number, version + 1, status, next_event_id, next_scope_id, last_event_at,
               wake_at, stopped_at, document, state_machine_id, revision, name, input,
               trace_header, started_at, parent_shard::int2, parent_number, parent_event_id,
               machine_version::int4, machine_alias
          from fresh)
      """;

  private static final String HISTORY =
      """
      history_added as (
        insert into history (shard, execution_number, first_event_id, event_count, mark, events)
        select shard, number, first_event_id, event_count, mark, events
          from changed
         where first_event_id is not null)
      """;

  private static final String SCOPES_WRITTEN =
      """
      scopes_written as (
        insert into scope (shard, execution_number, scope_id, document)
        select s.shard, s.number, (?::int4[])[s.i],
               substring(?::bytea from (?::int4[])[s.i] for (?::int4[])[s.i])
          from (select shard, number,
                       generate_series(scopes_written_from, scopes_written_to) as i
                  from changed) s
        on conflict (shard, execution_number, scope_id) do update set document = excluded.document)
      """;

  private static final String TASKS_ADDED =
      """
      tasks_added as (
        insert into task (shard, execution_number, scheduled_event_id, queue, scheduled_at)
        select s.shard, s.number, (?::int8[])[s.i],
               convert_from(
                 substring(?::bytea from (?::int4[])[s.i] for (?::int4[])[s.i]), 'UTF8'),
               (?::int8[])[s.i]
          from (select shard, number, generate_series(tasks_added_from, tasks_added_to) as i
                  from changed) s)
      """;

  private static final String INBOX_ADDED =
      """
      inbox_added as (
        insert into inbox (shard, execution_number, inbox_id, command)
        select (?::int2[])[s.i], (?::int8[])[s.i], (?::int8[])[s.i],
               substring(?::bytea from (?::int4[])[s.i] for (?::int4[])[s.i])
          from (select generate_series(inbox_added_from, inbox_added_to) as i from changed) s)
      """;

  private CommitShape() {}

  /** The statement for a batch that has these parts; it answers the executions that were moved. */
  static String sql(Set<Part> parts) {
    return STATEMENTS.computeIfAbsent(Set.copyOf(parts), CommitShape::build);
  }

  private static String build(Set<Part> parts) {
    var sql = new StringBuilder("with ");
    var columns = childColumns(parts);
    if (parts.contains(Part.UPDATES)) {
      sql.append(executions(UPDATES, parts, columns)).append(",\n");
    }
    if (parts.contains(Part.INSERTS)) {
      sql.append(executions(INSERTS, parts, columns)).append(",\n");
    }
    sql.append("changed as (").append(changed(parts, columns)).append(")");
    for (var part : Part.values()) {
      if (parts.contains(part)) {
        sql.append(child(part));
      }
    }
    return sql.append(
            parts.contains(Part.UPDATES)
                ? "\nselect shard, number from moved"
                : "\nselect shard, number from changed where false")
        .toString();
  }

  private static String executions(String template, Set<Part> parts, String columns) {
    var isRedriven = parts.contains(Part.REDRIVEN);
    return template.formatted(
        isRedriven ? REDRIVEN : "",
        isRedriven ? ", ?::int8[], ?::int8[], ?::bytea[]" : "",
        childTypes(parts),
        isRedriven ? ", redrive_count, redriven_at, redrive_tokens" : "",
        columns);
  }

  private static String childTypes(Set<Part> parts) {
    var types = new StringBuilder();
    if (parts.contains(Part.HISTORY)) {
      types.append(", ?::int8[], ?::int4[], ?::int8[], ?::bytea[]");
    }
    Part.SLICED.stream()
        .filter(parts::contains)
        .forEach(_ -> types.append(", ?::int4[], ?::int4[]"));
    return types.toString();
  }

  private static String childColumns(Set<Part> parts) {
    return (parts.contains(Part.HISTORY) ? ", first_event_id, event_count, mark, events" : "")
        + Part.SLICED.stream()
            .filter(parts::contains)
            .map(part -> ", " + part.slice() + "_from, " + part.slice() + "_to")
            .collect(Collectors.joining());
  }

  private static String changed(Set<Part> parts, String columns) {
    var moved = "select shard, number" + columns + " from moved";
    var fresh = "select shard, number" + columns + " from fresh";
    if (!parts.contains(Part.INSERTS)) {
      return moved;
    }
    return parts.contains(Part.UPDATES) ? moved + " union all " + fresh : fresh;
  }

  private static String child(Part part) {
    return switch (part) {
      case UPDATES, INSERTS, REDRIVEN -> "";
      case HISTORY -> ",\n" + HISTORY;
      case SCOPES_WRITTEN -> ",\n" + SCOPES_WRITTEN;
      case TASKS_ADDED -> ",\n" + TASKS_ADDED;
      case INBOX_ADDED -> ",\n" + INBOX_ADDED;
      case SCOPES_REMOVED -> removed(part, "scope", "scope_id");
      case TASKS_REMOVED -> removed(part, "task", "scheduled_event_id");
      case INBOX_REMOVED -> removed(part, "inbox", "inbox_id");
    };
  }

  private static String removed(Part part, String table, String key) {
    return ",\n"
        + """
        %1$s as (
          delete from %2$s t
           using (select s.shard, s.number, (?::int8[])[s.i] as id
                    from (select shard, number, generate_series(%1$s_from, %1$s_to) as i
                            from changed) s) d
           where t.shard = d.shard and t.execution_number = d.number and t.%3$s = d.id)
        """
            .formatted(part.slice(), table, key);
  }
}
