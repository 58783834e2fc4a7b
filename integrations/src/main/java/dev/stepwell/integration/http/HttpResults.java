package dev.stepwell.integration.http;

import dev.stepwell.asl.json.Json;
import dev.stepwell.asl.model.ErrorNames;
import dev.stepwell.integration.net.WebAnswer;
import dev.stepwell.integration.spi.Outcome;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/** Makes results of tasks from the answers of APIs. */
final class HttpResults {
  static final String SOCKET = "States.Http.Socket";
  private static final String STATUS_CODE = "States.Http.StatusCode.";

  private static final int FIRST_ERROR = 400;

  /** As long as a cause may be. Source: quotas.md. */
  private static final int LONGEST_CAUSE = 32_768;

  private static final List<String> UNREADABLE_TYPES =
      List.of("application/octet-stream", "image/", "video/", "audio/");

  private static final Pattern CHARSET =
      Pattern.compile(";\\s*charset\\s*=\\s*\"?([^\";\\s]+)\"?", Pattern.CASE_INSENSITIVE);

  private HttpResults() {}

  static Outcome of(WebAnswer answer) {
    return switch (answer) {
      case WebAnswer.Received received -> of(received);
      case WebAnswer.TooLarge _ -> new Outcome.TooLarge();
      case WebAnswer.Unreachable(var reason) -> new Outcome.Failed(SOCKET, reason);
    };
  }

  /** Of {@code apigateway:invoke}: what is below 400 is no error, headers keep their case. */
  static Outcome ofApiGateway(WebAnswer.Received received, String errorPrefix) {
    return of(received, received.status() < FIRST_ERROR, errorPrefix, received.headersAsTheyCame());
  }

  private static Outcome of(WebAnswer.Received received) {
    return of(received, received.isSuccess(), STATUS_CODE, received.headers());
  }

  private static Outcome of(
      WebAnswer.Received received,
      boolean isSuccess,
      String errorPrefix,
      Map<String, List<String>> headers) {
    var type = received.header("content-type").orElse("");
    var text = text(received, type);
    if (!isSuccess) {
      var body = text.filter(said -> !said.isEmpty()).orElse(received.statusText());
      return new Outcome.Failed(errorPrefix + received.status(), atMost(LONGEST_CAUSE, body));
    }
    return text.<Outcome>map(body -> new Outcome.Answered(described(received, headers, body, type)))
        .orElseGet(() ->
            new Outcome.Failed(
                ErrorNames.RUNTIME,
                "The response is no text, and cannot be the result of a task."));
  }

  /** Parameters that cannot be used, in AWS's words (recorded for apigateway). */
  static Outcome wrong(JsonNode parameters, String problem) {
    var cause =
        "The Parameters '"
            + atMost(LONGEST_CAUSE / 2, Json.text(parameters))
            + "' could not be used to start the Task: ["
            + problem
            + "]";
    return new Outcome.Failed(ErrorNames.RUNTIME, atMost(LONGEST_CAUSE, cause));
  }

  /** What fits, without half a character at its end. */
  private static String atMost(int length, String text) {
    if (text.length() <= length) {
      return text;
    }
    var end = Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length;
    return text.substring(0, end);
  }

  /** Empty for what AWS, too, does not take for a text. */
  private static Optional<String> text(WebAnswer.Received received, String type) {
    var plainType = type.strip().toLowerCase(Locale.ROOT);
    var encoding = received.header("content-encoding").orElse("identity");
    if (!encoding.equalsIgnoreCase("identity")
        || UNREADABLE_TYPES.stream().anyMatch(plainType::startsWith)) {
      return Optional.empty();
    }
    try {
      var decoder = charset(type).newDecoder();
      return Optional.of(decoder.decode(ByteBuffer.wrap(received.body())).toString());
    } catch (CharacterCodingException notThatCharset) {
      return Optional.empty();
    }
  }

  private static Charset charset(String type) {
    var named = CHARSET.matcher(type);
    try {
      return named.find() ? Charset.forName(named.group(1)) : StandardCharsets.UTF_8;
    } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
      return StandardCharsets.UTF_8;
    }
  }

  private static JsonNode described(
      WebAnswer.Received received, Map<String, List<String>> headers, String body, String type) {
    var result = Json.object();
    var told = result.putObject("Headers");
    headers.forEach((name, values) -> values.forEach(told.putArray(name)::add));
    result.set("ResponseBody", value(body, type));
    result.put("StatusCode", received.status());
    result.put("StatusText", received.statusText());
    return result;
  }

  /** JSON where the answer says so, or says nothing; what is malformed is a text. */
  private static JsonNode value(String body, String type) {
    var mediaType = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    var mayBeJson =
        mediaType.isEmpty() || mediaType.endsWith("/json") || mediaType.endsWith("+json");
    if (!mayBeJson || body.isBlank()) {
      return StringNode.valueOf(body);
    }
    try {
      return Json.parse(body);
    } catch (JacksonException malformed) {
      return StringNode.valueOf(body);
    }
  }
}
