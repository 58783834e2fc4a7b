package dev.stepwell.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stepwell.engine.EngineSettings;
import dev.stepwell.engine.model.Arns;
import dev.stepwell.engine.model.Limits;
import dev.stepwell.http.server.ServerSettings.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerSettingsTest {
  @TempDir private Path directory = Path.of("");

  @Test
  void hasDefaults() {
    assertThat(ServerSettings.resolve(Map.of(), Map.of("PATH", "/bin"), null))
        .isEqualTo(
            new ServerSettings(
                "127.0.0.1",
                8083,
                new Database.Embedded(Path.of(".stepwell")),
                new Arns("aws", "us-east-1", "123456789012"),
                null,
                Path.of(".stepwell", "plugins"),
                Duration.ofSeconds(30),
                Duration.ofDays(90),
                new LimitSettings(Limits.DEFAULTS, 1_000, 1_000, 2_000),
                new HttpTaskSettings(List.of(), Map.of())));
  }

  @Test
  void httpTasksMayBeAllowedMore() throws IOException {
    var file =
        Files.writeString(
            directory.resolve("connections.json"),
            """
            {"Connections": [{"Name": "Api", "AuthorizationType": "API_KEY", "AuthParameters":
              {"ApiKeyAuthParameters": {"ApiKeyName": "X-Key", "ApiKeyValue": "env:KEY"}}}]}
            """);
    var settings =
        ServerSettings.resolve(
            Map.of(
                "http-allow",
                "localhost:9000, 10.0.0.0/8,[::1]:80",
                "connections",
                file.toString()),
            Map.of("KEY", "s3cr3t"),
            null);
    assertThat(settings.httpTasks().allowed()).hasSize(3);
    assertThat(settings.httpTasks().connections()).containsOnlyKeys("Api");
    assertThat(settings.toString()).doesNotContain("s3cr3t");
  }

  @Test
  void whatIsWrongWithConnectionsIsToldAtTheStart() throws IOException {
    var file = Files.writeString(directory.resolve("connections.json"), "{\"Connection\": []}");
    assertThatThrownBy(
            () -> ServerSettings.resolve(Map.of("connections", file.toString()), Map.of(), null))
        .isInstanceOf(ServerStartException.class)
        .hasMessage(
            "The connections in "
                + file
                + " cannot be used: Connection is not known; Connections must be an array");
  }

  @Test
  void whatIsNoPlaceCannotBeAllowed() {
    assertThatThrownBy(
            () -> ServerSettings.resolve(Map.of("http-allow", "http://localhost"), Map.of(), null))
        .isInstanceOf(ServerStartException.class)
        .hasMessageContaining("http-allow must be hosts")
        .hasMessageContaining("(--http-allow)");
  }

  @Test
  void everyLimitCanBeSet() {
    var flags =
        Map.ofEntries(
            Map.entry("max-payload-bytes", "1"),
            Map.entry("max-history-events", "2"),
            Map.entry("max-execution-seconds", "3"),
            Map.entry("max-wait-seconds", "4"),
            Map.entry("max-map-concurrency", "5"),
            Map.entry("max-variable-bytes", "6"),
            Map.entry("max-assign-bytes", "7"),
            Map.entry("max-execution-variable-bytes", "8"),
            Map.entry("max-transitions-per-commit", "9"),
            Map.entry("max-activity-pollers", "10"),
            Map.entry("max-calls-in-flight", "11"),
            Map.entry("max-streams", "12"));
    var limits = new Limits(1, 2, Duration.ofSeconds(3), 4, 5, 6, 7, 8, 9);
    var settings = ServerSettings.resolve(flags, Map.of(), null).limits();
    assertThat(settings).isEqualTo(new LimitSettings(limits, 10, 11, 12));
    assertThat(settings.engine(2))
        .isEqualTo(EngineSettings.defaults(2).limitedBy(limits, 10, 11, 12))
        .isNotEqualTo(EngineSettings.defaults(2));
  }

  @Test
  void flagsGoBeforeTheEnvironmentBeforeTheFileBeforeDefaults() throws IOException {
    var file = file("port=1\nregion=eu-west-1\naccount-id=111111111111\n");
    var settings =
        ServerSettings.resolve(
            Map.of("port", "3"),
            Map.of("STEPWELL_PORT", "2", "STEPWELL_REGION", "eu-west-2"),
            file);
    assertThat(settings.port()).isEqualTo(3);
    assertThat(settings.arns()).isEqualTo(new Arns("aws", "eu-west-2", "111111111111"));
    assertThat(settings.host()).isEqualTo("127.0.0.1");
  }

  @Test
  void theEnvironmentCanNameTheFile() throws IOException {
    var file = file("port=77");
    assertThat(
            ServerSettings.resolve(Map.of(), Map.of("STEPWELL_CONFIG", file.toString()), null)
                .port())
        .isEqualTo(77);
  }

  @Test
  void anExternalDatabaseHasUserAndPassword() {
    assertThat(
            ServerSettings.resolve(
                    Map.of("database-url", "jdbc:postgresql://db/x", "database-user", "me"),
                    Map.of("STEPWELL_DATABASE_PASSWORD", "secret"),
                    null)
                .database())
        .isEqualTo(new Database.External("jdbc:postgresql://db/x", "me", "secret"));
  }

  @Test
  void neverPrintsThePassword() {
    assertThat(
            new Database.External("jdbc:postgresql://db/x?password=secret", "me", "secret")
                .toString())
        .doesNotContain("secret");
  }

  @Test
  void anUnknownVariableNamesTheNearestOne() {
    assertThatThrownBy(() -> ServerSettings.resolve(Map.of(), Map.of("STEPWELL_REGOIN", "x"), null))
        .isInstanceOf(ServerStartException.class)
        .hasMessage("Unknown setting STEPWELL_REGOIN: did you mean STEPWELL_REGION?");
  }

  @Test
  void anUnknownLineOfTheFileNamesTheNearestOne() throws IOException {
    var file = file("databse-url=x");
    assertThatThrownBy(() -> ServerSettings.resolve(Map.of(), Map.of(), file))
        .hasMessage("Unknown setting databse-url in " + file + ": did you mean database-url?");
  }

  @Test
  void acceptsWhatAClusterSetsForAServiceOfThatName() {
    var environment =
        Map.of(
            "STEPWELL_PORT", "tcp://10.0.0.1:8083",
            "STEPWELL_PORT_8083_TCP_ADDR", "10.0.0.1",
            "STEPWELL_SERVICE_HOST", "10.0.0.1");
    assertThat(ServerSettings.resolve(Map.of(), environment, null).port()).isEqualTo(8083);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "port|abc|port must be a number from 0 to 65535, but is 'abc' (--port)",
        "port|65536|port must be a number from 0 to 65535, but is '65536' (--port)",
        "port|-1|port must be a number from 0 to 65535, but is '-1' (--port)",
        "retention-days|0|retention-days must be a number from 1 to 36500, but is '0'"
            + " (--retention-days)",
        "max-payload-bytes|0|max-payload-bytes must be a number from 1 to 1048576, but is '0'"
            + " (--max-payload-bytes)",
        "max-payload-bytes|1048577|max-payload-bytes must be a number from 1 to 1048576, but is"
            + " '1048577' (--max-payload-bytes)",
        "max-history-events|1|max-history-events must be a number from 2 to 10000000, but is '1'"
            + " (--max-history-events)",
        "max-wait-seconds|2147483648|max-wait-seconds must be a number from 0 to 2147483647, but is"
            + " '2147483648' (--max-wait-seconds)",
        "account-id|12|account-id must have twelve digits, but is '12' (--account-id)",
        "region|Mars|region must be a region such as us-east-1, but is 'Mars' (--region)",
        "host|''|host must not be empty, but is '' (--host)",
        "database-url|mysql://x|database-url must begin with jdbc:postgresql:, but is 'mysql://x'"
            + " (--database-url)"
      })
  void wrongValuesAreToldInOneSentence(String key, String value, String message) {
    assertThatThrownBy(() -> ServerSettings.resolve(Map.of(key, value), Map.of(), null))
        .isInstanceOf(ServerStartException.class)
        .hasMessage(message);
  }

  @Test
  void twoDatabasesAreRefused() {
    assertThatThrownBy(() ->
            ServerSettings.resolve(
                Map.of("data", "x", "database-url", "jdbc:postgresql://db/x"), Map.of(), null))
        .hasMessageContaining("Only one of data and database-url");
  }

  @Test
  void aMissingFileIsTold() {
    var file = directory.resolve("none.properties");
    assertThatThrownBy(() -> ServerSettings.resolve(Map.of(), Map.of(), file))
        .hasMessage("The settings file " + file + " does not exist");
  }

  @ParameterizedTest
  @CsvSource({"us-east-1,aws", "cn-north-1,aws-cn", "us-gov-west-1,aws-us-gov"})
  void thePartitionFollowsTheRegion(String region, String partition) {
    assertThat(ServerSettings.resolve(Map.of("region", region), Map.of(), null).arns().partition())
        .isEqualTo(partition);
  }

  private Path file(String text) throws IOException {
    return Files.writeString(directory.resolve("stepwell.properties"), text);
  }
}
