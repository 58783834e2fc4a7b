package dev.stepwell.integration.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.integration.aws.ServicePeer.Answer;
import dev.stepwell.integration.spi.Call;
import dev.stepwell.integration.spi.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls of a state that has a role of its own. */
class AwsRolesTest {
  private static final Call CALL =
      Calls.of("aws-sdk:secretsmanager:listSecrets", "{}", "arn:aws:iam::123456789012:role/other");

  private final ServicePeer peer = new ServicePeer();
  private final AwsServices services = Calls.services();

  @AfterEach
  void close() {
    services.close();
    peer.close();
  }

  @Test
  void assumesTheRoleOfTheStateOnce() throws InterruptedException {
    var assumed =
        """
        <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
          <AccessKeyId>role-id</AccessKeyId><SecretAccessKey>role-secret</SecretAccessKey>
          <SessionToken>role-token</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration>
        </Credentials></AssumeRoleResult></AssumeRoleResponse>
        """;
    peer.answers(exchange -> {
      var isSts = exchange.getRequestHeaders().getFirst("X-Amz-Target") == null;
      (isSts ? Answer.of(200, "text/xml", assumed) : Answer.json(200, "{\"SecretList\": []}"))
          .to(exchange);
    });

    var _ = services.call(CALL);
    var _ = services.call(CALL);

    assertThat(peer.received()).as("the role is assumed once").hasSize(3);
    assertThat(peer.received().getFirst().body())
        .contains("Action=AssumeRole")
        .contains("RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Fother");
    assertThat(peer.received().getLast().header("Authorization")).contains("Credential=role-id/");
    assertThat(peer.received().getLast().header("X-Amz-Security-Token")).isEqualTo("role-token");
  }

  @Test
  void saysWhenItCannotBeAssumed() throws InterruptedException {
    peer.answers(
        Answer.of(
            403,
            "text/xml",
            "<ErrorResponse><Error><Code>AccessDenied</Code><Message>not you</Message></Error></ErrorResponse>"));

    var outcome = (Outcome.Failed) services.call(CALL);

    assertThat(outcome.error()).isEqualTo("States.TaskFailed");
    assertThat(outcome.cause())
        .startsWith(
            "The server's credentials are not authorized to assume the task state's role,"
                + " arn:aws:iam::123456789012:role/other. not you");
  }
}
