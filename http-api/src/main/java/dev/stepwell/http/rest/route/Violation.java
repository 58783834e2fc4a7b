package dev.stepwell.http.rest.route;

import tools.jackson.core.JsonGenerator;

/**
 * One thing that is wrong with a request.
 *
 * @param in where: {@code path}, {@code query} or {@code body}
 * @param name of the parameter or member
 * @param message what it must be, so that name and message are a sentence
 */
public record Violation(String in, String name, String message) {
  String sentence() {
    return name + " " + message;
  }

  void write(JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("in", in);
    json.writeStringProperty("name", name);
    json.writeStringProperty("message", message);
    json.writeEndObject();
  }
}
