package dev.stepwell.integration.lambda;

import dev.stepwell.integration.net.AwsSigner;
import dev.stepwell.integration.net.RequestSigner;
import dev.stepwell.integration.net.TargetUrl;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Who signs calls of the Invoke API: whoever AWS's standard settings name ({@code
 * AWS_ACCESS_KEY_ID}, profiles and so on). Where they name nobody, calls are not signed; those of
 * AWS itself are, and also by the role of the machine.
 */
public final class AwsSigners implements RemoteFunctions.Signers {
  private static final String SERVICE = "lambda";
  private static final String HOSTS_OF_AWS = ".amazonaws.com";

  private final String region;
  private @Nullable RequestSigner toAws;
  private @Nullable RequestSigner toOthers;

  /**
   * Asks the standard settings when the first call is made.
   *
   * @param region that signatures name
   */
  public AwsSigners(String region) {
    this.region = region;
  }

  @Override
  public synchronized RequestSigner of(TargetUrl endpoint) {
    if (endpoint.host().endsWith(HOSTS_OF_AWS)) {
      if (toAws == null) {
        toAws = signer(DefaultCredentialsProvider.builder().build());
      }
      return toAws;
    }
    if (toOthers == null) {
      var configured = configured();
      toOthers = isThere(configured) ? signer(configured) : RequestSigner.NONE;
    }
    return toOthers;
  }

  private RequestSigner signer(AwsCredentialsProvider credentials) {
    return new AwsSigner(credentials, SERVICE, region, Clock.systemUTC());
  }

  /** What somebody has configured: without the metadata service, which is not everywhere. */
  private static AwsCredentialsProvider configured() {
    return AwsCredentialsProviderChain.of(
        SystemPropertyCredentialsProvider.create(),
        EnvironmentVariableCredentialsProvider.create(),
        ProfileCredentialsProvider.create(),
        ContainerCredentialsProvider.builder().build());
  }

  private static boolean isThere(AwsCredentialsProvider credentials) {
    try {
      var _ = credentials.resolveCredentials();
      return true;
    } catch (SdkException nothingConfigured) {
      return false;
    }
  }
}
