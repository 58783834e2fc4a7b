package dev.stepwell.http.server;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where settings come from: flags go before the environment, the environment before the file, the
 * file before the defaults.
 */
final class SettingSources {
  private static final String CONFIG_VARIABLE = "STEPWELL_CONFIG";

  /** Variables that the start script, the client commands and the tests read. */
  private static final List<String> OTHER_VARIABLES =
      List.of(
          CONFIG_VARIABLE,
          "STEPWELL_URL",
          "STEPWELL_JAVA_HOME",
          "STEPWELL_JAVA_OPTS",
          "STEPWELL_AOT_CACHE");

  /**
   * Kubernetes sets these in every container where a service is called "stepwell"; so does the
   * tests' set-up.
   */
  private static final Pattern FOREIGN_VARIABLES =
      Pattern.compile("STEPWELL_(SERVICE_.*|PORT_[0-9]+_.*|TEST_.*)");

  private static final Pattern KUBERNETES_PORT = Pattern.compile("(tcp|udp|sctp)://.*");

  /**
   * @param origin for messages: where somebody wrote it
   */
  record Given(String value, String origin) {}

  private final Map<Setting, Given> given = new EnumMap<>(Setting.class);

  /**
   * Reads all sources.
   *
   * @param flags by {@link Setting#key()}
   * @param configFile null: the one that the environment names, if any
   * @throws ServerStartException when a key is unknown or the file cannot be read
   */
  SettingSources(
      Map<String, String> flags, Map<String, String> environment, @Nullable Path configFile) {
    var named = environment.get(CONFIG_VARIABLE);
    var file = configFile == null && named != null ? Path.of(named) : configFile;
    if (file != null) {
      addAll(properties(file), Setting::key, key -> key + " in " + file);
    }
    addAll(ours(environment), Setting::environmentVariable, name -> name);
    addAll(flags, Setting::key, key -> "--" + key);
  }

  /** What was given for a setting, or its default; null when there is neither. */
  @Nullable Given find(Setting setting) {
    var found = given.get(setting);
    return found != null
        ? found
        : setting.byDefault().map(value -> new Given(value, "the default")).orElse(null);
  }

  /**
   * What was given for a setting that is a number, or its default.
   *
   * @throws ServerStartException when it is no whole number from {@code least} to {@code most}
   */
  int number(Setting setting, int least, int most) {
    var found = Objects.requireNonNull(find(setting), setting.key());
    try {
      var number = Integer.parseInt(found.value());
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below, as any other value that is out of range.
    }
    throw wrong(setting, "must be a number from " + least + " to " + most, found);
  }

  /** What is said of a value that cannot be used. */
  static ServerStartException wrong(Setting setting, String rule, Given given) {
    return new ServerStartException(
        setting.key() + " " + rule + ", but is '" + given.value() + "' (" + given.origin() + ")");
  }

  /** Whether somebody wrote it. */
  boolean isGiven(Setting setting) {
    return given.containsKey(setting);
  }

  private void addAll(
      Map<String, String> values,
      Function<Setting, String> spelling,
      Function<String, String> origin) {
    var known =
        Arrays.stream(Setting.values()).collect(Collectors.toMap(spelling, Function.identity()));
    for (var entry : new TreeMap<>(values).entrySet()) {
      var setting = known.get(entry.getKey());
      if (setting == null) {
        throw new ServerStartException(
            "Unknown setting "
                + origin.apply(entry.getKey())
                + ": did you mean "
                + Spelling.nearest(entry.getKey(), known.keySet())
                + "?");
      }
      given.put(setting, new Given(entry.getValue().strip(), origin.apply(entry.getKey())));
    }
  }

  private static Map<String, String> ours(Map<String, String> environment) {
    var result = new HashMap<String, String>();
    for (var variable : environment.entrySet()) {
      var name = variable.getKey();
      var ours =
          name.startsWith("STEPWELL_")
              && !OTHER_VARIABLES.contains(name)
              && !FOREIGN_VARIABLES.matcher(name).matches()
              && !(name.equals(Setting.PORT.environmentVariable())
                  && KUBERNETES_PORT.matcher(variable.getValue()).matches());
      if (ours) {
        result.put(name, variable.getValue());
      }
    }
    return result;
  }

  private static Map<String, String> properties(Path file) {
    var properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (NoSuchFileException e) {
      throw new ServerStartException("The settings file " + file + " does not exist", e);
    } catch (IOException | IllegalArgumentException e) {
      throw new ServerStartException(
          "The settings file " + file + " cannot be read: " + e.getMessage(), e);
    }
    return properties.stringPropertyNames().stream()
        .collect(Collectors.toMap(Function.identity(), properties::getProperty));
  }
}
