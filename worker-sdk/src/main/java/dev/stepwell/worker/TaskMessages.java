package dev.stepwell.worker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The messages of the task protocol, from and to bytes.
 *
 * <p>Streaming, without trees: a worker reads and writes two of them for every task.
 */
final class TaskMessages {
  static final int MAX_ERROR_CHARS = 256;
  static final int MAX_CAUSE_CHARS = 32_768;
  static final int MAX_OUTPUT_BYTES = 262_144;

  private static final JsonFactory JSON = new JsonFactory();

  /** A task that a poll brought. */
  record PolledTask(String taskToken, String input) {}

  private TaskMessages() {}

  /**
   * An object of string members, given as name, value, name, value; a member without value is left
   * out.
   */
  static byte[] object(@Nullable String... namesAndValues) {
    int chars = 16;
    for (String text : namesAndValues) {
      chars += text == null ? 0 : text.length() + 8;
    }
    var bytes = new ByteArrayOutputStream(chars);
    try (var generator = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
      generator.writeStartObject();
      for (int i = 0; i < namesAndValues.length; i += 2) {
        String name = namesAndValues[i];
        String value = namesAndValues[i + 1];
        if (name != null && value != null) {
          generator.writeName(name);
          generator.writeString(value);
        }
      }
      generator.writeEndObject();
    }
    return bytes.toByteArray();
  }

  static byte[] getActivityTask(String activityArn, String workerName) {
    return object("activityArn", activityArn, "workerName", workerName);
  }

  static byte[] createActivity(String name) {
    return object("name", name);
  }

  /** The request of the report's own operation. */
  static byte[] report(TaskReport report) {
    var bytes = new ByteArrayOutputStream(report.length() + 64);
    try (var generator = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
      generator.writeStartObject();
      write(generator, report);
      generator.writeEndObject();
    }
    return bytes.toByteArray();
  }

  /** One request for reports of any kind. */
  static byte[] reports(List<TaskReport> reports) {
    int chars = 64;
    for (TaskReport report : reports) {
      chars += report.length() + 64;
    }
    var bytes = new ByteArrayOutputStream(chars);
    try (var generator = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
      generator.writeStartObject();
      generator.writeArrayPropertyStart("reports");
      for (TaskReport report : reports) {
        generator.writeStartObject();
        generator.writeStringProperty("type", type(report));
        write(generator, report);
        generator.writeEndObject();
      }
      generator.writeEndArray();
      generator.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private static String type(TaskReport report) {
    if (report instanceof TaskReport.Success) {
      return "SUCCESS";
    }
    return report instanceof TaskReport.Failure ? "FAILURE" : "HEARTBEAT";
  }

  private static void write(JsonGenerator generator, TaskReport report) {
    generator.writeStringProperty("taskToken", report.taskToken());
    if (report instanceof TaskReport.Success success) {
      generator.writeStringProperty("output", success.output());
    } else if (report instanceof TaskReport.Failure failure) {
      generator.writeStringProperty("error", failure.error());
      String cause = failure.cause();
      if (cause != null) {
        generator.writeStringProperty("cause", cause);
      }
    }
  }

  /** A request for as many tasks as that. */
  static byte[] poll(String activityArn, String workerName, int most) {
    var bytes = new ByteArrayOutputStream(256);
    try (var generator = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
      generator.writeStartObject();
      generator.writeStringProperty("activityArn", activityArn);
      generator.writeStringProperty("workerName", workerName);
      generator.writeNumberProperty("maxTasks", most);
      generator.writeEndObject();
    }
    return bytes.toByteArray();
  }

  /** What became of one report of many: no code, or that of the error. */
  record ReportResult(@Nullable String code, String message) {
    /** As if it had been a request of its own. */
    int status() {
      return "InternalFailure".equals(code) ? 500 : 400;
    }
  }

  static List<ReportResult> readResults(byte[] answer) throws IOException {
    return readArray(
        answer,
        "results",
        object -> new ReportResult(object.get("code"), object.getOrDefault("message", "")));
  }

  /** The tasks of an answer to a poll for several. */
  static List<PolledTask> readTasks(byte[] answer) throws IOException {
    return readArray(
        answer,
        "tasks",
        object ->
            new PolledTask(
                object.getOrDefault("taskToken", ""), object.getOrDefault("input", "{}")));
  }

  /** The objects of an array, with those of their members that are strings. */
  private static <T> List<T> readArray(
      byte[] answer, String member, Function<Map<String, String>, T> reader) throws IOException {
    var found = new ArrayList<T>();
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), answer)) {
      requireObject(parser);
      for (String name = parser.nextName(); name != null; name = parser.nextName()) {
        JsonToken value = parser.nextToken();
        if (value != JsonToken.START_ARRAY || !name.equals(member)) {
          parser.skipChildren();
          continue;
        }
        while (parser.nextToken() == JsonToken.START_OBJECT) {
          var object = new HashMap<String, String>();
          for (String key = parser.nextName(); key != null; key = parser.nextName()) {
            if (parser.nextToken() == JsonToken.VALUE_STRING) {
              object.put(key, parser.getString());
            } else {
              parser.skipChildren();
            }
          }
          found.add(reader.apply(object));
        }
      }
      return found;
    } catch (JacksonException e) {
      throw new IOException("The answer is not JSON", e);
    }
  }

  /** The task of an answer to GetActivityTask; null if the poll ended without one. */
  static @Nullable PolledTask readTask(byte[] answer) throws IOException {
    String taskToken = null;
    String input = null;
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), answer)) {
      requireObject(parser);
      for (String name = parser.nextName(); name != null; name = parser.nextName()) {
        JsonToken value = parser.nextToken();
        if (value == JsonToken.VALUE_STRING && name.equals("taskToken")) {
          taskToken = parser.getString();
        } else if (value == JsonToken.VALUE_STRING && name.equals("input")) {
          input = parser.getString();
        } else {
          parser.skipChildren();
        }
      }
    } catch (JacksonException e) {
      throw new IOException("The answer to GetActivityTask is not JSON", e);
    }
    if (taskToken == null || taskToken.isEmpty()) {
      return null;
    }
    return new PolledTask(taskToken, input == null ? "{}" : input);
  }

  /** The string member of that name; null if the object has none. */
  static @Nullable String readString(byte[] answer, String member) throws IOException {
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), answer)) {
      requireObject(parser);
      for (String name = parser.nextName(); name != null; name = parser.nextName()) {
        if (parser.nextToken() == JsonToken.VALUE_STRING && name.equals(member)) {
          return parser.getString();
        }
        parser.skipChildren();
      }
      return null;
    } catch (JacksonException e) {
      throw new IOException("The answer is not JSON", e);
    }
  }

  private static void requireObject(JsonParser parser) throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new IOException("The answer is not a JSON object");
    }
  }

  /**
   * Whether the text takes more than the limit in UTF-8; counts only where the length alone does
   * not tell.
   */
  static boolean isTooLarge(String output) {
    return output.length() * 3L > MAX_OUTPUT_BYTES && utf8Length(output) > MAX_OUTPUT_BYTES;
  }

  static long utf8Length(String text) {
    long bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        bytes += 1;
      } else if (c < 0x800) {
        bytes += 2;
      } else if (Character.isSurrogate(c)) {
        bytes += 2; // a pair of two chars is four bytes
      } else {
        bytes += 3;
      }
    }
    return bytes;
  }

  /** At most that many chars, without half of a surrogate pair at the end. */
  static String cut(String text, int maxChars) {
    if (text.length() <= maxChars) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(maxChars - 1)) ? maxChars - 1 : maxChars;
    return text.substring(0, end);
  }
}
