package dev.stepwell.integration.net;

import dev.stepwell.integration.net.WebRequest.Header;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;

/** Signs requests by AWS's Signature Version 4. */
public final class AwsSigner implements RequestSigner {
  private static final AwsV4HttpSigner SIGNER = AwsV4HttpSigner.create();

  private final AwsCredentialsProvider credentials;
  private final String service;
  private final String region;
  private final Clock clock;

  /**
   * A signer for one service.
   *
   * @param credentials asked for each request: they may expire
   * @param service as signatures name it, such as {@code lambda}
   */
  public AwsSigner(AwsCredentialsProvider credentials, String service, String region, Clock clock) {
    this.credentials = credentials;
    this.service = service;
    this.region = region;
    this.clock = clock;
  }

  @Override
  public Signing sign(WebRequest request) {
    AwsCredentials known;
    try {
      known = credentials.resolveCredentials();
    } catch (SdkException nobody) {
      return new Signing.Impossible(
          "There are no credentials of AWS to sign the request with: see AWS_ACCESS_KEY_ID,"
              + " AWS_PROFILE and AWS's other settings.");
    }
    return new Signing.Signed(signed(request, known));
  }

  private WebRequest signed(WebRequest request, AwsCredentials known) {
    var plain =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.fromValue(request.method()))
            .uri(URI.create(request.url().toString()));
    request.headers().forEach(header -> plain.appendHeader(header.name(), header.value()));
    var body = request.body();
    var signed =
        SIGNER.sign(signing -> {
          signing
              .identity(known)
              .request(plain.build())
              .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
              .putProperty(AwsV4HttpSigner.REGION_NAME, region)
              .putProperty(HttpSigner.SIGNING_CLOCK, clock);
          if (body != null) {
            signing.payload(ContentStreamProvider.fromByteArray(body));
          }
        });
    var headers = new ArrayList<Header>();
    signed
        .request()
        .forEachHeader((name, values) -> {
          // The client says it itself, by the same URL.
          if (!name.equalsIgnoreCase("Host")) {
            values.forEach(value -> headers.add(new Header(name, value)));
          }
        });
    return new WebRequest(
        request.method(), request.url(), headers, body, request.mostAnswerBytes(), request.limit());
  }
}
