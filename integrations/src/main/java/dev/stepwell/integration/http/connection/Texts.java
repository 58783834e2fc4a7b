package dev.stepwell.integration.http.connection;

import dev.stepwell.integration.http.connection.Connection.Parameter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the texts for one request, and remembers whether one was missing. */
final class Texts {
  private @Nullable ConfiguredText missing;

  String of(ConfiguredText text) {
    return text.read()
        .orElseGet(() -> {
          missing = text;
          return "";
        });
  }

  Map<String, String> of(List<Parameter> parameters) {
    var texts = new LinkedHashMap<String, String>();
    parameters.forEach(parameter -> texts.put(parameter.key(), of(parameter.value())));
    return texts;
  }

  /** Why what was read must not be used; empty where all of it was there. */
  Optional<String> problem() {
    return Optional.ofNullable(missing).map(text -> text.origin() + " is not there any more");
  }
}
