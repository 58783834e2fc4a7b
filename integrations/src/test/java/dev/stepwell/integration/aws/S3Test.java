package dev.stepwell.integration.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.asl.json.Json;
import dev.stepwell.integration.spi.Outcome;
import dev.stepwell.peers.S3Mock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Objects in a bucket of S3Mock. */
class S3Test {
  private static final S3Mock PEER = new S3Mock();
  private static final PeerSettings SETTINGS = new PeerSettings("S3", PEER.url());
  private static final AwsServices SERVICES = Calls.services();

  @BeforeAll
  static void createBucket() throws InterruptedException {
    var _ = result("createBucket", "{\"Bucket\": \"orders\"}");
  }

  @AfterAll
  static void close() {
    SERVICES.close();
    SETTINGS.close();
    PEER.close();
  }

  private static Outcome call(String action, String parameters) throws InterruptedException {
    return SERVICES.call(Calls.of("aws-sdk:s3:" + action, parameters));
  }

  private static JsonNode result(String action, String parameters) throws InterruptedException {
    return Calls.result(call(action, parameters));
  }

  private static String error(Outcome outcome) {
    return outcome instanceof Outcome.Failed(var error, var _) ? error : outcome.toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // Recorded with the checksum KUmHvQ==, which is that of the text with its quotes.
        "text   | \"text data\"       | \"text data\"",
        "empty  | \"\"                | \"\"",
        "object | {\"a\": [1, 2.50]}  | {\"a\":[1,2.50]}",
        "array  | [true, null]        | [true,null]",
        "number | 12                  | 12",
        "umlaut | \"Stra\u00dfe\"     | \"Stra\u00dfe\""
      })
  void putsAndReadsAnObject(String key, String body, String content) throws InterruptedException {
    var put =
        result(
            "putObject",
            "{\"Bucket\": \"orders\", \"Key\": \"bodies/%s\", \"Body\": %s}".formatted(key, body));
    assertThat(put.path("ETag").asString()).startsWith("\"").endsWith("\"");

    var read = result("getObject", "{\"Bucket\": \"orders\", \"Key\": \"bodies/" + key + "\"}");

    assertThat(read.path("Body").asString()).isEqualTo(content);
    assertThat(read.path("ETag")).isEqualTo(put.path("ETag"));
    assertThat(read.path("LastModified").asString()).endsWith("Z");
  }

  @Test
  void readsAPartAndWhatIsKnownOfAnObject() throws InterruptedException {
    var _ =
        result(
            "putObject",
            """
            {"Bucket": "orders", "Key": "described.json", "Body": {"total": 1000},
              "ContentType": "application/json", "Metadata": {"source": "checkout"}}
            """);
    var object = "{\"Bucket\": \"orders\", \"Key\": \"described.json\"";

    var head = result("headObject", object + "}");
    assertThat(head.path("ContentType").asString()).isEqualTo("application/json");
    assertThat(head.path("ContentLength").asInt()).isEqualTo(14);
    assertThat(head.path("Metadata")).isEqualTo(Json.parse("{\"source\": \"checkout\"}"));

    var part = result("getObject", object + ", \"Range\": \"bytes=1-7\"}");
    assertThat(part.path("Body").asString()).isEqualTo("\"total\"");
    assertThat(part.path("ContentRange").asString()).isEqualTo("bytes 1-7/14");
  }

  @Test
  void listsCopiesAndDeletesObjects() throws InterruptedException {
    for (var name : new String[] {"1", "2", "3"}) {
      var _ =
          result(
              "putObject",
              "{\"Bucket\": \"orders\", \"Key\": \"list/" + name + "\", \"Body\": \"x\"}");
    }
    var prefix = "{\"Bucket\": \"orders\", \"Prefix\": \"list/\"";

    var first = result("listObjectsV2", prefix + ", \"MaxKeys\": 2}");
    assertThat(keys(first)).containsExactly("list/1", "list/2");
    assertThat(first.path("IsTruncated").asBoolean()).isTrue();
    assertThat(first.path("KeyCount").asInt()).isEqualTo(2);

    var next = first.path("NextContinuationToken").asString();
    var second = result("listObjectsV2", prefix + ", \"ContinuationToken\": \"" + next + "\"}");
    assertThat(keys(second)).containsExactly("list/3");

    var copied =
        result(
            "copyObject",
            "{\"Bucket\": \"orders\", \"Key\": \"list/4\", \"CopySource\": \"orders/list/1\"}");
    assertThat(copied.at("/CopyObjectResult/ETag").asString()).isNotEmpty();

    var deleted =
        result(
            "deleteObjects",
            "{\"Bucket\": \"orders\", \"Delete\": {\"Objects\": [{\"Key\": \"list/1\"}, {\"Key\": \"list/2\"}]}}");
    assertThat(deleted.path("Deleted").size()).isEqualTo(2);
    assertThat(keys(result("listObjectsV2", prefix + "}"))).containsExactly("list/3", "list/4");
  }

  private static Iterable<String> keys(JsonNode listed) {
    return listed
        .path("Contents")
        .valueStream()
        .map(object -> object.path("Key").asString())
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "getObject     | {\"Bucket\": \"orders\", \"Key\": \"absent\"} | S3.NoSuchKeyException",
        "getObject     | {\"Bucket\": \"absent\", \"Key\": \"k\"}      | S3.NoSuchBucketException",
        "headObject    | {\"Bucket\": \"orders\", \"Key\": \"absent\"} | S3.NoSuchKeyException",
        "headBucket    | {\"Bucket\": \"absent\"}                      | S3.NoSuchBucketException",
        "listObjectsV2 | {\"Bucket\": \"absent\"}                      | S3.NoSuchBucketException",
        "createBucket  | {\"Bucket\": \"orders\"}         | S3.BucketAlreadyOwnedByYouException",
        "deleteBucket  | {\"Bucket\": \"orders\"}                      | S3.S3Exception"
      })
  void tellsWhatTheServiceRefuses(String action, String parameters, String error)
      throws InterruptedException {
    var _ = call("putObject", "{\"Bucket\": \"orders\", \"Key\": \"kept\", \"Body\": \"x\"}");

    assertThat(error(call(action, parameters))).isEqualTo(error);
  }

  @Test
  void findsABucket() throws InterruptedException {
    assertThat(call("headBucket", "{\"Bucket\": \"orders\"}")).isInstanceOf(Outcome.Answered.class);
  }
}
