package dev.stepwell.worker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
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

  static byte[] sendTaskSuccess(String taskToken, String output) {
    return object("taskToken", taskToken, "output", output);
  }

  /** Error and cause are cut to what the service accepts. */
  static byte[] sendTaskFailure(String taskToken, String error, @Nullable String cause) {
    return object(
        "taskToken",
        taskToken,
        "error",
        cut(error, MAX_ERROR_CHARS),
        "cause",
        cause == null ? null : cut(cause, MAX_CAUSE_CHARS));
  }

  static byte[] sendTaskHeartbeat(String taskToken) {
    return object("taskToken", taskToken);
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
