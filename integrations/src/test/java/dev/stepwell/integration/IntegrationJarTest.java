package dev.stepwell.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.example.acme.Greeter;
import dev.stepwell.asl.json.Json;
import dev.stepwell.integration.spi.Call;
import dev.stepwell.integration.spi.Integration;
import dev.stepwell.integration.spi.Operation;
import dev.stepwell.integration.spi.Operation.Pattern;
import dev.stepwell.integration.spi.Outcome;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody else's integration: the example of docs/integrations.md, in a jar. */
class IntegrationJarTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "integrations.md");
  private static final Path SOURCE =
      Path.of("src", "test", "java", "com", "example", "acme", "Greeter.java");

  @TempDir Path directory;

  @Test
  void theDocumentShowsWhatIsCompiledHere() throws IOException {
    assertThat(Files.readString(DOCUMENT))
        .contains("```java\n" + Files.readString(SOURCE) + "```\n");
  }

  @Test
  void isFoundInItsJarAndCalled() throws IOException, InterruptedException {
    var greet = new Operation("acme", "greet", Pattern.REQUEST_RESPONSE);

    try (var jar = loader("com.example.acme.Greeter");
        var registry = IntegrationRegistry.load(List.of(), jar)) {
      assertThat(registry.call(call(greet, "{\"Name\": \"Ada\"}"), null))
          .isEqualTo(new Outcome.Answered(Json.object().put("Greeting", "Hello, Ada")));
      assertThat(registry.call(call(greet, "{}"), null))
          .isEqualTo(new Outcome.Failed("Acme.ValidationException", "Name is required"));
    }
  }

  @Test
  void aJarThatNamesWhatIsNotThereIsAnError() throws IOException {
    try (var jar = loader("com.example.acme.Missing")) {
      assertThatThrownBy(() -> IntegrationRegistry.load(List.of(), jar))
          .isInstanceOf(ServiceConfigurationError.class)
          .hasMessageContaining("com.example.acme.Missing");
    }
  }

  private static Call call(Operation operation, String parameters) {
    return new Call(operation, Json.parse(parameters), "arn", null, "key", 1_000);
  }

  private URLClassLoader loader(String provider) throws IOException {
    var jar = directory.resolve("acme.jar");
    var name = Greeter.class.getName().replace('.', '/') + ".class";
    var services = "META-INF/services/" + Integration.class.getName();
    try (var bytes = Greeter.class.getResourceAsStream("/" + name);
        var out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new JarEntry(name));
      out.write(bytes.readAllBytes());
      out.putNextEntry(new JarEntry(services));
      out.write((provider + "\n").getBytes(StandardCharsets.UTF_8));
    }
    return new URLClassLoader(new URL[] {jar.toUri().toURL()}, Integration.class.getClassLoader());
  }
}
