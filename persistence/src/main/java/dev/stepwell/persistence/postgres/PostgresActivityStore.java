package dev.stepwell.persistence.postgres;

import static dev.stepwell.persistence.postgres.Statements.instant;

import dev.stepwell.engine.store.ActivityStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Activities. */
final class PostgresActivityStore implements ActivityStore {
  private static final String SELECT = "select name, created_at, attributes from activity";

  private final Database database;

  PostgresActivityStore(Database database) {
    this.database = database;
  }

  @Override
  public Activity createOrFind(Activity activity) {
    // Again where another node deletes it between the two statements.
    while (true) {
      var created =
          database.update(
              """
              insert into activity (name, created_at, attributes)
              values (?, ?, ?)
              on conflict (name) do nothing
              """,
              p ->
                  p.text(activity.name()).millis(activity.createdAt()).text(activity.attributes()));
      var registered = find(activity.name());
      if (created == 1 || registered.isPresent()) {
        return registered.orElse(activity);
      }
    }
  }

  @Override
  public Optional<Activity> find(String name) {
    return database.queryOne(
        SELECT + " where name = ?", p -> p.text(name), PostgresActivityStore::read);
  }

  @Override
  public boolean replaceAttributes(String name, String before, String after) {
    return database.update(
            "update activity set attributes = ? where name = ? and attributes = ?",
            p -> p.text(after).text(name).text(before))
        == 1;
  }

  @Override
  public boolean delete(String name) {
    return database.update("delete from activity where name = ?", p -> p.text(name)) == 1;
  }

  @Override
  public List<Activity> list(@Nullable String afterName, int limit) {
    return database.query(
        SELECT + (afterName == null ? "" : " where name > ?") + " order by name limit ?",
        p -> (afterName == null ? p : p.text(afterName)).int4(limit),
        PostgresActivityStore::read);
  }

  private static Activity read(ResultSet row) throws SQLException {
    return new Activity(row.getString(1), instant(row, 2), row.getString(3));
  }
}
