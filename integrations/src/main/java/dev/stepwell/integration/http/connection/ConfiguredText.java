package dev.stepwell.integration.http.connection;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** A text of a connection: written there, or where it says. */
public sealed interface ConfiguredText {
  String ENVIRONMENT = "env:";
  String FILE = "file:";

  /** What {@code text} stands for: {@code env:NAME}, {@code file:PATH}, or itself. */
  static ConfiguredText of(String text, Map<String, String> environment) {
    if (text.startsWith(ENVIRONMENT)) {
      var name = text.substring(ENVIRONMENT.length());
      return new FromEnvironment(name, Optional.ofNullable(environment.get(name)));
    }
    return text.startsWith(FILE)
        ? new FromFile(Path.of(text.substring(FILE.length())))
        : new Literal(text);
  }

  /** The text; empty where it is not there (any more). */
  Optional<String> read();

  /** Where it is, for messages. */
  String origin();

  /** Written into the file of the connections: no secret. */
  record Literal(String text) implements ConfiguredText {
    @Override
    public Optional<String> read() {
      return Optional.of(text);
    }

    @Override
    public String origin() {
      return "a text";
    }
  }

  /** As it was when the server started. */
  record FromEnvironment(String name, Optional<String> value) implements ConfiguredText {
    @Override
    public Optional<String> read() {
      return value;
    }

    @Override
    public String origin() {
      return "the environment variable " + name;
    }

    /** Without the value. */
    @Override
    public String toString() {
      return ENVIRONMENT + name;
    }
  }

  /** As it is at each use, so that it can be replaced; without the line break that may end it. */
  record FromFile(Path path) implements ConfiguredText {
    @Override
    public Optional<String> read() {
      try {
        return Optional.of(Files.readString(path, StandardCharsets.UTF_8).stripTrailing());
      } catch (IOException unreadable) {
        return Optional.empty();
      }
    }

    @Override
    public String origin() {
      return "the file " + path;
    }
  }
}
