package dev.stepwell.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * How a server is started: by its main class, on this process's Java and class path, with the
 * options that {@code ./stepwell server} gives it.
 *
 * @param jvmOptions such as {@code -Xmx1g}
 */
record ServerProgram(String mainClass, List<String> jvmOptions) {
  List<String> command(Database database) {
    var command = new ArrayList<String>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-XX:+UseCompactObjectHeaders");
    command.add("-XX:+ExitOnOutOfMemoryError");
    command.addAll(jvmOptions);
    command.add("-cp");
    command.add(Objects.requireNonNull(System.getProperty("java.class.path")));
    command.addAll(List.of(mainClass, "server", "--port", "0"));
    command.addAll(List.of("--database-url", database.jdbcUrl()));
    command.addAll(List.of("--database-user", database.user()));
    return command;
  }
}
