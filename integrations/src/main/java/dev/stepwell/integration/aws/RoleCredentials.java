package dev.stepwell.integration.aws;

import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;

/** The credentials of roles that states name in {@code Credentials}, assumed by STS. */
final class RoleCredentials {
  private static final int KEPT = 1_000;
  private static final String SESSION = "stepwell";

  private final SdkClients clients;
  private final Map<String, StsAssumeRoleCredentialsProvider> roles =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(
            Map.Entry<String, StsAssumeRoleCredentialsProvider> eldest) {
          return size() > KEPT;
        }
      };

  RoleCredentials(SdkClients clients) {
    this.clients = clients;
  }

  /** The server's own credentials are not enough to be that role. */
  static final class NotAssumableException extends Exception {
    private static final long serialVersionUID = 1L;

    NotAssumableException(String roleArn, SdkException reason) {
      super(
          "The server's credentials are not authorized to assume the task state's role, "
              + roleArn
              + ". "
              + reason.getMessage(),
          reason);
    }
  }

  /** The credentials of a role; asked for once, and again before they end. */
  AwsCredentialsProvider of(String roleArn) throws NotAssumableException {
    var provider = provider(roleArn);
    try {
      provider.resolveCredentials();
      return provider;
    } catch (SdkException refused) {
      throw new NotAssumableException(roleArn, refused);
    }
  }

  private synchronized StsAssumeRoleCredentialsProvider provider(String roleArn) {
    return roles.computeIfAbsent(
        roleArn,
        role ->
            StsAssumeRoleCredentialsProvider.builder()
                .stsClient(sts())
                .refreshRequest(request -> request.roleArn(role).roleSessionName(SESSION))
                .build());
  }

  private StsClient sts() {
    return (StsClient) clients.client(clients.service("sts").orElseThrow());
  }
}
