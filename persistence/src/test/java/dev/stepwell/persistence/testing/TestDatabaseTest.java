package dev.stepwell.persistence.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class TestDatabaseTest {

  @Test
  void databasesDoNotSeeEachOther() throws Exception {
    try (var one = TestDatabase.create();
        var other = TestDatabase.create()) {
      execute(one, "CREATE TABLE mine (id int)");
      execute(other, "CREATE TABLE mine (id int)");
      assertThat(one.jdbcUrl()).isNotEqualTo(other.jdbcUrl());
    }
  }

  @Test
  void closingRemovesTheDatabaseWithItsConnections() throws Exception {
    var database = TestDatabase.create();
    Connection leftOpen = database.connect();

    database.close();

    assertThatThrownBy(() -> execute(database, "SELECT 1")).isInstanceOf(SQLException.class);
    assertThat(leftOpen.isValid(1)).isFalse();
    leftOpen.close();
  }

  @Test
  void serverIsFourteenOrNewer() throws Exception {
    try (var database = TestDatabase.create();
        Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SHOW server_version_num")) {
      result.next();
      assertThat(result.getInt(1)).isGreaterThanOrEqualTo(140_000);
    }
  }

  @Test
  void parametersOfAGivenUrlAreKept() {
    var server =
        TestServer.ofUrl("jdbc:postgresql://db:5433/postgres?user=it&password=a%26b&ssl=false");

    assertThat(server.user()).isEqualTo("it");
    assertThat(server.password()).isEqualTo("a&b");
    assertThat(server.urlOf("test_1"))
        .isEqualTo("jdbc:postgresql://db:5433/test_1?user=it&password=a%26b&ssl=false");
  }

  @Test
  void givenUrlWithoutUserIsRefused() {
    assertThatThrownBy(() -> TestServer.ofUrl("jdbc:postgresql://db/postgres"))
        .hasMessageContaining("user");
  }

  private static void execute(TestDatabase database, String sql) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
