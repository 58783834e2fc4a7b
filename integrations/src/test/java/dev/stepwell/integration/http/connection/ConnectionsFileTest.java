package dev.stepwell.integration.http.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionsFileTest {
  private static final Map<String, String> ENVIRONMENT = Map.of("KEY", "s3cr3t");

  private static List<String> problems(String text) {
    var reading = ConnectionsFile.read(text, ENVIRONMENT);
    if (reading instanceof ConnectionsFile.Reading.Wrong(var problems)) {
      return problems;
    }
    throw new AssertionError(reading.toString());
  }

  private static String connection(String members) {
    return "{\"Connections\": [{\"Name\": \"A\", " + members + "}]}";
  }

  @Test
  void noConnectionsAreAllRight() {
    assertThat(ConnectionsFile.read("{\"Connections\": []}", Map.of()))
        .isEqualTo(new ConnectionsFile.Reading.Read(Map.of()));
  }

  @Test
  void aFileThatIsNotThere(@TempDir Path directory) {
    assertThat(ConnectionsFile.read(directory.resolve("none.json"), Map.of()))
        .isEqualTo(new ConnectionsFile.Reading.Wrong(List.of("the file cannot be read")));
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{ | it is no JSON, or an object has a name twice",
        "[] | It must be an object",
        "{} | Connections must be an array",
        "{\"Connections\": [], \"More\": 1} | More is not known",
      })
  void whatIsNoFileOfConnections(String text, String problem) {
    assertThat(problems(text)).contains(problem);
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"AuthorizationType\": \"DIGEST\" | Connections[0].AuthorizationType must be API_KEY, BASIC, OAUTH_CLIENT_CREDENTIALS or NONE",
        "\"AuthorizationType\": \"NONE\", \"Headers\": [] | Connections[0].Headers is not known",
        "\"AuthorizationType\": \"NONE\", \"IdempotencyHeader\": \"Host\" | Connections[0].IdempotencyHeader: 'Host' is no header that can be added",
        "\"AuthorizationType\": \"API_KEY\", \"AuthParameters\": {\"ApiKeyAuthParameters\": {\"ApiKeyName\": \"a b\", \"ApiKeyValue\": \"env:KEY\"}} | Connections[0].AuthParameters.ApiKeyAuthParameters.ApiKeyName: 'a b' is no header that can be added",
        "\"AuthorizationType\": \"API_KEY\", \"AuthParameters\": {\"ApiKeyAuthParameters\": {\"ApiKeyName\": \"K\", \"ApiKeyValue\": \"env:NONE\"}} | Connections[0].AuthParameters.ApiKeyAuthParameters.ApiKeyValue: the environment variable NONE is not there",
        "\"AuthorizationType\": \"API_KEY\", \"AuthParameters\": {\"ApiKeyAuthParameters\": {\"ApiKeyName\": \"K\", \"ApiKeyValue\": \"file:/no/such/file\"}} | Connections[0].AuthParameters.ApiKeyAuthParameters.ApiKeyValue: the file /no/such/file is not there",
        "\"AuthorizationType\": \"API_KEY\", \"AuthParameters\": {\"ApiKeyAuthParameters\": {\"ApiKeyName\": \"K\"}} | Connections[0].AuthParameters.ApiKeyAuthParameters.ApiKeyValue must be a text, or env:NAME, or file:PATH",
        "\"AuthorizationType\": \"BASIC\", \"AuthParameters\": {\"ApiKeyAuthParameters\": {}} | Connections[0].AuthParameters.ApiKeyAuthParameters does not belong to its AuthorizationType",
        "\"AuthorizationType\": \"OAUTH_CLIENT_CREDENTIALS\", \"AuthParameters\": {\"OAuthParameters\": {\"AuthorizationEndpoint\": \"ftp://a\"}} | Connections[0].AuthParameters.OAuthParameters.AuthorizationEndpoint is no usable URL: it must begin with https://",
        "\"AuthorizationType\": \"NONE\", \"AuthParameters\": {\"InvocationHttpParameters\": {\"HeaderParameters\": [{\"Key\": \"Transfer-Encoding\", \"Value\": \"x\"}]}} | Connections[0].AuthParameters.InvocationHttpParameters.HeaderParameters: 'Transfer-Encoding' is no header that can be added",
        "\"AuthorizationType\": \"NONE\", \"AuthParameters\": {\"InvocationHttpParameters\": {\"BodyParameters\": [{\"Value\": 1}]}} | Connections[0].AuthParameters.InvocationHttpParameters.BodyParameters[0].Key must be a text that is not empty",
      })
  void whatIsNoConnection(String members, String problem) {
    assertThat(problems(connection(members))).contains(problem);
  }

  @Test
  void everyProblemIsTold() {
    assertThat(
            problems(
                "{\"Connections\": [{\"Name\": \"a b\"}, {\"Name\": \"B\", \"AuthorizationType\": \"X\"}]}"))
        .hasSize(3);
  }

  @Test
  void aNameIsGivenOnce() {
    var one = "{\"Name\": \"A\", \"AuthorizationType\": \"NONE\"}";
    assertThat(problems("{\"Connections\": [" + one + ", " + one + "]}"))
        .containsExactly("Connections[1].Name: there are two connections A");
  }

  @Test
  void aSecretMayNotBeWrittenDownAndIsNotRepeated() {
    var problems =
        problems(
            connection(
                """
                "AuthorizationType": "BASIC", "AuthParameters": {
                  "BasicAuthParameters": {"Username": "alice", "Password": "hunter2"},
                  "InvocationHttpParameters": {"QueryStringParameters":
                    [{"Key": "k", "Value": "hunter3", "IsValueSecret": true}]}}
                """));
    assertThat(problems)
        .containsExactlyInAnyOrder(
            "Connections[0].AuthParameters.BasicAuthParameters.Password must be a reference:"
                + " env:NAME or file:PATH",
            "Connections[0].AuthParameters.InvocationHttpParameters.QueryStringParameters[0].Value"
                + " must be a reference: env:NAME or file:PATH");
  }
}
