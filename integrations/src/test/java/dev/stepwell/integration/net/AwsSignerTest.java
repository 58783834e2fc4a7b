package dev.stepwell.integration.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.engine.thread.JvmThreads;
import dev.stepwell.integration.net.WebRequest.Header;
import dev.stepwell.integration.peer.RecordingServer;
import dev.stepwell.integration.peer.RecordingServer.Answer;
import dev.stepwell.integration.peer.RecordingServer.Asked;
import dev.stepwell.integration.peer.TestHosts;
import dev.stepwell.integration.peer.TestTls;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Signatures, as a server checks them that knows the secret. */
class AwsSignerTest {
  private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2015-08-30T12:36:00Z"), ZoneOffset.UTC);

  private static AwsSigner signer(AwsCredentials credentials) {
    return new AwsSigner(
        StaticCredentialsProvider.create(credentials), "lambda", "us-east-1", CLOCK);
  }

  /** Source: AWS's test suite of Signature Version 4, "get-vanilla". */
  @Test
  void theServersReckoningIsThatOfThePublishedExample() throws Exception {
    var asked =
        new Asked(
            "GET",
            "/?",
            Map.of("host", "example.amazonaws.com", "x-amz-date", "20150830T123600Z"),
            "");
    assertThat(signature(asked, "host;x-amz-date", "service"))
        .isEqualTo("5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31");
  }

  @Test
  void aServerThatKnowsTheSecretFindsTheSameSignature() throws Exception {
    var asked =
        sent(
            "/2015-03-31/functions/arn%3Aaws%3Alambda%3Aus-east-1%3A123456789012%3Afunction%3AF/invocations"
                + "?Qualifier=v%202",
            AwsSessionCredentials.create("AKIDEXAMPLE", SECRET, "the token"));
    assertThat(asked.headers()).containsEntry("x-amz-security-token", "the token");
    var authorization = asked.headers().get("authorization");
    var parts =
        Pattern.compile(
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/lambda/aws4_request,"
                    + " SignedHeaders=(?<headers>[^,]*), Signature=(?<signature>[0-9a-f]{64})")
            .matcher(authorization);
    assertThat(parts.matches()).as(authorization).isTrue();
    assertThat(parts.group("headers").split(";"))
        .contains("host", "x-amz-date", "x-amz-security-token", "content-type");
    assertThat(parts.group("signature"))
        .isEqualTo(signature(asked, parts.group("headers"), "lambda"));
  }

  private static Asked sent(String path, AwsCredentials credentials) throws InterruptedException {
    try (var server = RecordingServer.answering(Answer.json("1"));
        var client =
            new WebClient(
                new JvmThreads(), AddressPolicy.everything(), new TestHosts(), TestTls.client())) {
      var url = ((TargetUrl.Reading.Read) TargetUrl.read(server.url() + path)).url();
      var body = "{\"a\": \"ä\"}".getBytes(StandardCharsets.UTF_8);
      var type = new Header("Content-Type", "application/json");
      var request = new WebRequest("POST", url, List.of(type), body, 100, LIMIT);
      assertThat(client.send(signed(credentials, request))).isInstanceOf(WebAnswer.Received.class);
      return server.asked();
    }
  }

  private static WebRequest signed(AwsCredentials credentials, WebRequest request) {
    return ((RequestSigner.Signing.Signed) signer(credentials).sign(request)).request();
  }

  // ---- the server's own reckoning, by the words of the specification ----

  private static String signature(Asked asked, String signedHeaders, String service)
      throws GeneralSecurityException {
    var pathAndQuery = asked.uri().split("\\?", 2);
    // Every service but S3 encodes the path, which is encoded already, once more.
    var path = pathAndQuery[0].replace("%", "%25");
    var headers =
        Arrays.stream(signedHeaders.split(";"))
            .map(name -> name + ":" + asked.headers().getOrDefault(name, "").strip() + "\n")
            .collect(Collectors.joining());
    var canonical =
        String.join(
            "\n",
            asked.method(),
            path,
            pathAndQuery[1],
            headers,
            signedHeaders,
            sha256(asked.body()));
    var toSign =
        String.join(
            "\n",
            "AWS4-HMAC-SHA256",
            asked.headers().get("x-amz-date"),
            "20150830/us-east-1/" + service + "/aws4_request",
            sha256(canonical));
    var key = ("AWS4" + SECRET).getBytes(StandardCharsets.UTF_8);
    for (var part : List.of("20150830", "us-east-1", service, "aws4_request", toSign)) {
      key = hmac(key, part);
    }
    return HexFormat.of().formatHex(key);
  }

  private static String sha256(String text) throws GeneralSecurityException {
    return HexFormat.of()
        .formatHex(
            MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
  }
}
