package dev.stepwell.integration.http;

import dev.stepwell.asl.json.Json;
import dev.stepwell.integration.http.connection.Prepared;
import dev.stepwell.integration.net.FormText;
import dev.stepwell.integration.net.TargetUrl;
import dev.stepwell.integration.net.WebRequest;
import dev.stepwell.integration.net.WebRequest.Header;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Puts requests together from what the task and its connection say; the connection wins. */
final class HttpRequests {
  /** As AWS sends it: more of an answer than a result may have is of no use. */
  private static final Header RANGE = new Header("Range", "bytes=0-262144");

  private static final String JSON_TYPE = "application/json; charset=UTF-8";

  private final Header userAgent;
  private final Duration limit;

  HttpRequests(String region, Duration limit) {
    this.limit = limit;
    this.userAgent = new Header("User-Agent", "Stepwell|HttpInvoke|" + region);
  }

  /** What came of putting a request together. */
  sealed interface Merged {
    record Request(WebRequest request) implements Merged {}

    record Wrong(String problem) implements Merged {}
  }

  Merged merge(
      HttpParameters task, Prepared.Ready connection, String idempotencyKey, int mostAnswerBytes) {
    var body = task.body();
    if (!connection.body().isEmpty()) {
      if (body != null && !body.isObject()) {
        return new Merged.Wrong(
            "The field 'RequestBody' is no object, and the body parameters of the connection"
                + " cannot be merged with it");
      }
      body = withMembers(body, connection.body());
    }
    var form = task.form();
    var text = body == null ? null : form == null ? ArrayFormat.text(body) : form.form(body);
    var url = FormText.withQuery(withoutQuery(task, connection), query(task, connection));
    return new Merged.Request(
        new WebRequest(
            task.method(),
            url,
            headers(task, connection, idempotencyKey, body != null, form != null),
            text == null ? null : text.getBytes(StandardCharsets.UTF_8),
            mostAnswerBytes,
            limit));
  }

  private static ObjectNode withMembers(@Nullable JsonNode body, Map<String, String> members) {
    var merged = Json.object();
    if (body != null) {
      body.properties().forEach(member -> merged.set(member.getKey(), member.getValue()));
    }
    members.forEach(merged::put);
    return merged;
  }

  // ---- query ----

  /** The URL, its own query without what the connection has, too. */
  private static TargetUrl withoutQuery(HttpParameters task, Prepared.Ready connection) {
    var parts = task.url().pathAndQuery().split("\\?", 2);
    if (parts.length == 1 || connection.query().isEmpty()) {
      return task.url();
    }
    var kept =
        Arrays.stream(parts[1].split("&"))
            .filter(pair -> !connection.query().containsKey(decoded(pair.split("=", 2)[0])))
            .collect(Collectors.joining("&"));
    return FormText.withQuery(task.url().withPathAndQuery(parts[0]), kept);
  }

  private static String decoded(String name) {
    try {
      return URLDecoder.decode(name, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEncoded) {
      return name;
    }
  }

  private static String query(HttpParameters task, Prepared.Ready connection) {
    var pairs = new ArrayList<String>();
    task.query()
        .forEach((name, values) -> {
          if (!connection.query().containsKey(name)) {
            values.forEach(value -> pairs.add(FormText.pair(name, value)));
          }
        });
    connection.query().forEach((name, value) -> pairs.add(FormText.pair(name, value)));
    return String.join("&", pairs);
  }

  // ---- headers ----

  private List<Header> headers(
      HttpParameters task,
      Prepared.Ready connection,
      String idempotencyKey,
      boolean hasBody,
      boolean isForm) {
    var last = new ArrayList<>(connection.headers());
    if (connection.idempotencyHeader() != null) {
      last.add(new Header(connection.idempotencyHeader(), idempotencyKey));
    }
    last.add(userAgent);
    last.add(RANGE);
    var overridden = names(last);
    var headers = new ArrayList<Header>();
    task.headers().stream()
        .filter(header -> !overridden.contains(lowerCase(header)))
        .forEach(headers::add);
    headers.addAll(last);
    if (hasBody && !names(headers).contains("content-type")) {
      headers.add(new Header("Content-Type", isForm ? FormText.CONTENT_TYPE : JSON_TYPE));
    }
    return List.copyOf(headers);
  }

  private static Set<String> names(List<Header> headers) {
    return headers.stream().map(HttpRequests::lowerCase).collect(Collectors.toSet());
  }

  private static String lowerCase(Header header) {
    return header.name().toLowerCase(Locale.ROOT);
  }
}
