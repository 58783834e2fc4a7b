package dev.stepwell.launcher;

import dev.stepwell.http.server.ServerSettings;
import dev.stepwell.http.server.Setting;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The settings of a server as options of a command. */
final class SettingOptions {
  private static final String CONFIG = "--config";

  private SettingOptions() {}

  /** Gives a command an option for each setting. */
  static void addTo(CommandSpec command, Set<Setting> settings) {
    for (var setting : settings) {
      var byDefault = setting.byDefault().filter(text -> !text.isEmpty());
      command.addOption(
          OptionSpec.builder(setting.flag())
              .type(String.class)
              .paramLabel(
                  setting
                      .key()
                      .substring(setting.key().lastIndexOf('-') + 1)
                      .toUpperCase(Locale.ROOT))
              .description(
                  "%s (%s%s)"
                      .formatted(
                          setting.description(),
                          setting.environmentVariable(),
                          byDefault.map(text -> "; default: " + text).orElse("")))
              .build());
    }
    command.addOption(
        OptionSpec.builder(CONFIG)
            .type(Path.class)
            .paramLabel("FILE")
            .description("Settings file with lines such as port=8083 (STEPWELL_CONFIG)")
            .build());
  }

  /** The settings of a command that was parsed, with those of environment and file. */
  static ServerSettings resolve(CommandSpec command) {
    return ServerSettings.resolve(
        given(command), System.getenv(), command.findOption(CONFIG).getValue());
  }

  /** What was written on the command line. */
  static Map<String, String> given(CommandSpec command) {
    var given = new HashMap<String, String>();
    for (var setting : Setting.values()) {
      var option = command.findOption(setting.flag());
      if (option != null && option.getValue() instanceof String text) {
        given.put(setting.key(), text);
      }
    }
    return given;
  }
}
