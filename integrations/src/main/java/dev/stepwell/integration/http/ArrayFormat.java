package dev.stepwell.integration.http;

import dev.stepwell.asl.json.Json;
import dev.stepwell.integration.net.FormText;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** How arrays are written in a body that is a form. Objects are always {@code name[member]}. */
enum ArrayFormat {
  /** {@code name[0]=a&name[1]=b}. */
  INDICES,
  /** {@code name=a&name=b}. */
  REPEAT,
  /** {@code name=a,b}; what is no text, number or truth value in it as JSON. */
  COMMAS,
  /** {@code name[]=a&name[]=b}. */
  BRACKETS,
  /** The array's JSON text. */
  NONE;

  /** The form of an object. */
  String form(JsonNode object) {
    var pairs = new ArrayList<String>();
    object.properties().forEach(member -> add(member.getKey(), member.getValue(), pairs));
    return String.join("&", pairs);
  }

  private void add(String name, JsonNode value, List<String> pairs) {
    if (value.isObject()) {
      value
          .properties()
          .forEach(member -> add(name + "[" + member.getKey() + "]", member.getValue(), pairs));
    } else if (value.isArray()) {
      addArray(name, value, pairs);
    } else {
      pairs.add(FormText.pair(name, text(value)));
    }
  }

  private void addArray(String name, JsonNode array, List<String> pairs) {
    switch (this) {
      case COMMAS -> {
        var joined = array.valueStream().map(ArrayFormat::text).collect(Collectors.joining(","));
        pairs.add(FormText.pair(name, joined));
      }
      case NONE -> pairs.add(FormText.pair(name, Json.text(array)));
      case INDICES -> {
        for (var i = 0; i < array.size(); i++) {
          add(name + "[" + i + "]", array.get(i), pairs);
        }
      }
      case REPEAT -> array.forEach(element -> add(name, element, pairs));
      case BRACKETS -> array.forEach(element -> add(name + "[]", element, pairs));
    }
  }

  /** A value as a query or form has it: null as nothing, objects and arrays as JSON. */
  static String text(JsonNode value) {
    return value.isNull() ? "" : value.isString() ? value.stringValue() : Json.text(value);
  }
}
