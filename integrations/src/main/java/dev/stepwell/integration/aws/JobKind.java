package dev.stepwell.integration.aws;

import dev.stepwell.asl.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * A call that starts a job: how the service is asked for it, what it says of its end, and how it is
 * stopped. All that AWS has are in {@code jobs.json}. Source: asl.md §10.
 *
 * <p>Parameters are templates: a text that begins with {@code /} points into the parameters of the
 * call that started the job ({@code /Given/…}) or its answer ({@code /Answer/…}).
 *
 * @param ask reads how the job is
 * @param stop ends it; null where nothing does
 * @param description where the answer to the question describes the job: empty for all of it
 * @param status where in the description its status is
 * @param succeeded statuses of a job that has done its work
 * @param failed statuses of one that has not, and will not
 * @param conditions what must hold, too, of a job that has done its work
 * @param wrappedIn the member of the task's result that has the description; null where it is the
 *     result
 * @param besides members of the result beside that one, and where in the description they are
 * @param gone the error that tells that a deletion is done; null where it is told by a status
 * @param notStarted the error of a call that was answered, and has started nothing
 */
record JobKind(
    Operation ask,
    @Nullable Operation stop,
    String description,
    String status,
    Set<String> succeeded,
    Set<String> failed,
    List<Condition> conditions,
    @Nullable String wrappedIn,
    Map<String, String> besides,
    @Nullable String gone,
    String notStarted) {
  private static final Map<String, JobKind> BY_NAME = load();

  /** An operation of the service's client, and a template of its parameters. */
  record Operation(String action, JsonNode parameters) {}

  /**
   * What must be said of a job, if anything is.
   *
   * @param each where a list is of which it must hold for all; empty for the job itself
   */
  record Condition(String each, String at, JsonNode value) {
    boolean holds(JsonNode description) {
      var list = description.at(each);
      return each.isEmpty() ? holdsOf(list) : list.valueStream().allMatch(this::holdsOf);
    }

    private boolean holdsOf(JsonNode node) {
      var found = node.at(at);
      return found.isMissingNode()
          || (found.isIntegralNumber()
              ? found.longValue() == value.asLong(Long.MIN_VALUE)
              : found.equals(value));
    }
  }

  /** What a status says. */
  enum State {
    RUNNING,
    SUCCEEDED,
    FAILED
  }

  /** How a call starts a job, or empty where it starts none. */
  static Optional<JobKind> find(String service, String action) {
    return Optional.ofNullable(BY_NAME.get(service + ":" + action));
  }

  /** Every call that starts one, such as {@code ecs:runTask}. */
  static Set<String> names() {
    return BY_NAME.keySet();
  }

  /**
   * What must be kept to ask for the job and to stop it; empty where the answer tells of none.
   *
   * @param given parameters of the call
   */
  Optional<ObjectNode> ticket(JsonNode given, JsonNode answer) {
    var said = Json.object();
    said.set("Given", given);
    said.set("Answer", answer);
    var ticket = Json.object();
    ticket.set("ask", filled(ask.parameters(), said));
    if (stop != null) {
      ticket.set("stop", filled(stop.parameters(), said));
    }
    return isComplete(ticket) ? Optional.of(ticket) : Optional.empty();
  }

  private static boolean isComplete(JsonNode node) {
    return !node.isNull() && node.valueStream().allMatch(JobKind::isComplete);
  }

  private static JsonNode filled(JsonNode template, JsonNode said) {
    return switch (template) {
      case StringNode text when text.stringValue().startsWith("/") -> {
        var found = said.at(text.stringValue());
        yield found.isMissingNode() ? NullNode.getInstance() : found;
      }
      case ObjectNode object -> {
        var filled = Json.object();
        object
            .properties()
            .forEach(member -> filled.set(member.getKey(), filled(member.getValue(), said)));
        yield filled;
      }
      case JsonNode list when list.isArray() -> {
        var filled = JsonNodeFactory.instance.arrayNode();
        list.forEach(element -> filled.add(filled(element, said)));
        yield filled;
      }
      case JsonNode value -> value;
    };
  }

  /** The description of the job in the answer to the question; missing where there is none. */
  JsonNode described(JsonNode answer) {
    return answer.at(description);
  }

  /** How the described job is. */
  State state(JsonNode described) {
    var told = described.at(status).asString("");
    if (succeeded.contains(told)) {
      return conditions.stream().allMatch(condition -> condition.holds(described))
          ? State.SUCCEEDED
          : State.FAILED;
    }
    return failed.contains(told) ? State.FAILED : State.RUNNING;
  }

  /** The result of the task, or what its cause tells. */
  JsonNode result(JsonNode described) {
    if (wrappedIn == null) {
      return described;
    }
    var result = Json.object();
    result.set(wrappedIn, described);
    besides.forEach((name, place) -> result.set(name, described.at(place)));
    return result;
  }

  // ---- the table ----

  private static Map<String, JobKind> load() {
    try (var file = JobKind.class.getResourceAsStream("jobs.json")) {
      var kinds = new HashMap<String, JobKind>();
      for (var row : Json.mapper().readTree(Objects.requireNonNull(file)).properties()) {
        kinds.put(row.getKey(), read(row.getValue()));
      }
      return Map.copyOf(kinds);
    } catch (IOException unreadable) {
      throw new UncheckedIOException("jobs.json cannot be read", unreadable);
    }
  }

  private static JobKind read(JsonNode row) {
    return new JobKind(
        operation(row.required("ask")),
        row.has("stop") ? operation(row.required("stop")) : null,
        row.path("description").asString(""),
        row.required("status").stringValue(),
        texts(row.path("succeeded")),
        texts(row.path("failed")),
        row.path("holds").valueStream().map(JobKind::condition).toList(),
        text(row, "wrappedIn"),
        row.path("besides").properties().stream()
            .collect(
                Collectors.toUnmodifiableMap(Map.Entry::getKey, it -> it.getValue().stringValue())),
        text(row, "gone"),
        row.path("notStarted").asString("States.TaskFailed"));
  }

  private static Operation operation(JsonNode node) {
    var member = node.properties().iterator().next();
    return new Operation(member.getKey(), member.getValue());
  }

  private static Condition condition(JsonNode node) {
    return new Condition(
        node.path("each").asString(""), node.required("at").stringValue(), node.required("is"));
  }

  private static Set<String> texts(JsonNode list) {
    return list.valueStream().map(JsonNode::stringValue).collect(Collectors.toUnmodifiableSet());
  }

  private static @Nullable String text(JsonNode row, String name) {
    return row.has(name) ? row.required(name).stringValue() : null;
  }
}
