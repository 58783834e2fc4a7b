package dev.stepwell.integration.http;

import dev.stepwell.engine.call.ShownExchange;
import dev.stepwell.integration.net.WebAnswer;
import dev.stepwell.integration.net.WebRequest;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes requests and answers down as TestState shows them. Source: AWS's example of TRACE. */
final class Exchanges {
  private Exchanges() {}

  static ShownExchange shown(WebRequest request, WebAnswer answer) {
    var protocol = request.url().scheme();
    var body = request.body();
    return new ShownExchange(
        new ShownExchange.Request(
            protocol,
            request.method(),
            request.url().toString(),
            request.headers().stream()
                .map(header -> header.name() + ": " + header.value())
                .collect(Collectors.joining(", ", "[", "]")),
            body == null ? null : new String(body, StandardCharsets.UTF_8)),
        response(protocol, answer));
  }

  private static ShownExchange.@Nullable Response response(String protocol, WebAnswer answer) {
    return answer instanceof WebAnswer.Received received
        ? new ShownExchange.Response(
            protocol,
            String.valueOf(received.status()),
            received.statusText(),
            received.headers().entrySet().stream()
                .flatMap(header ->
                    header.getValue().stream().map(value -> header.getKey() + ": " + value))
                .collect(Collectors.joining(", ", "[", "]")),
            new String(received.body(), StandardCharsets.UTF_8))
        : null;
  }
}
