package dev.stepwell.http.server;

import dev.stepwell.integration.http.connection.Connection;
import dev.stepwell.integration.http.connection.ConnectionsFile;
import dev.stepwell.integration.net.Allowance;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What HTTP tasks may do.
 *
 * @param allowed where they may go besides the Internet
 * @param connections by name
 */
public record HttpTaskSettings(List<Allowance> allowed, Map<String, Connection> connections) {

  static HttpTaskSettings resolve(SettingSources sources, Map<String, String> environment) {
    return new HttpTaskSettings(allowed(sources), connections(sources, environment));
  }

  private static List<Allowance> allowed(SettingSources sources) {
    var given = sources.find(Setting.HTTP_ALLOW);
    if (given == null || given.value().isEmpty()) {
      return List.of();
    }
    var allowed = new ArrayList<Allowance>();
    for (var entry : given.value().split(",", -1)) {
      allowed.add(
          Allowance.parse(entry.strip())
              .orElseThrow(() ->
                  SettingSources.wrong(
                      Setting.HTTP_ALLOW,
                      "must be hosts, addresses or blocks of addresses, each with or without a port,"
                          + " with commas between, such as localhost:9000,10.0.0.0/8,[fd00::1]:443",
                      given)));
    }
    return List.copyOf(allowed);
  }

  private static Map<String, Connection> connections(
      SettingSources sources, Map<String, String> environment) {
    var given = sources.find(Setting.CONNECTIONS);
    if (given == null || given.value().isEmpty()) {
      return Map.of();
    }
    Path file;
    try {
      file = Path.of(given.value());
    } catch (InvalidPathException noPath) {
      throw SettingSources.wrong(Setting.CONNECTIONS, "must be a path", given);
    }
    return switch (ConnectionsFile.read(file, environment)) {
      case ConnectionsFile.Reading.Read(var connections) -> connections;
      case ConnectionsFile.Reading.Wrong(var problems) ->
          throw new ServerStartException(
              "The connections in " + file + " cannot be used: " + String.join("; ", problems));
    };
  }
}
