package dev.stepwell.persistence.testing;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The PostgreSQL server on which this JVM's test databases lie.
 *
 * @param adminUrl of a database that exists, with the parameters that all URLs get
 */
record TestServer(String adminUrl, String user, String password) {

  /** Starts the server when it is first asked for; waits for no lock afterwards. */
  private static final class Holder {
    static final TestServer SERVER = choose(System.getenv());
  }

  static TestServer ofThisJvm() {
    return Holder.SERVER;
  }

  private static TestServer choose(Map<String, String> environment) {
    String url = environment.get("STEPWELL_TEST_JDBC_URL");
    if (url != null && !url.isBlank()) {
      return ofUrl(url.trim());
    }
    if (mayHaveDocker(environment) && hasTestcontainers()) {
      return DockerServer.start().orElseGet(EmbeddedServer::start);
    }
    return EmbeddedServer.start();
  }

  /** Looked at first, because Testcontainers searches for ten seconds where there is no Docker. */
  private static boolean mayHaveDocker(Map<String, String> environment) {
    String home = System.getProperty("user.home", "/");
    return environment.containsKey("DOCKER_HOST")
        || Files.exists(Path.of("/var/run/docker.sock"))
        || Files.exists(Path.of(home, ".docker", "run", "docker.sock"));
  }

  /** It does not come with this test jar; a module that has no use for it leaves it out. */
  private static boolean hasTestcontainers() {
    return TestServer.class
            .getClassLoader()
            .getResource("org/testcontainers/postgresql/PostgreSQLContainer.class")
        != null;
  }

  /** {@code jdbc:postgresql://host:port/database?user=…&password=…}. */
  static TestServer ofUrl(String url) {
    return new TestServer(url, parameter(url, "user"), parameter(url, "password"));
  }

  String urlOf(String database) {
    int query = adminUrl.indexOf('?');
    String parameters = query < 0 ? "" : adminUrl.substring(query);
    String withoutParameters = query < 0 ? adminUrl : adminUrl.substring(0, query);
    return withoutParameters.substring(0, withoutParameters.lastIndexOf('/') + 1)
        + database
        + parameters;
  }

  private static String parameter(String url, String name) {
    String query = url.substring(url.indexOf('?') + 1);
    for (String part : query.split("&", -1)) {
      if (part.startsWith(name + "=")) {
        return URLDecoder.decode(part.substring(name.length() + 1), StandardCharsets.UTF_8);
      }
    }
    throw new IllegalArgumentException("STEPWELL_TEST_JDBC_URL needs the parameter " + name);
  }
}
