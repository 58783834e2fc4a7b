package dev.stepwell.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stepwell.engine.model.Arns;
import dev.stepwell.http.server.ServerSettings.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
                Duration.ofSeconds(30)));
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
