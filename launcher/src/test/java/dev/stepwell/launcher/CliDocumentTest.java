package dev.stepwell.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/**
 * docs/cli.md has every command's help as the command prints it. {@code -Dstepwell.golden=write}
 * writes the helps anew.
 */
class CliDocumentTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "cli.md");

  /** Their options are the settings of a server, which change for reasons of their own. */
  private static final Set<String> TOLD_ELSEWHERE = Set.of("dev", "server", "bench");

  private static final Pattern BLOCK =
      Pattern.compile("<!-- help: ([^>]+) -->\n```text\n(.*?)```\n", Pattern.DOTALL);
  private static final Pattern EXIT_CODE = Pattern.compile("^\\| (\\d+) \\| (.+) \\|$");

  @Test
  void everyCommandIsToldAsItIs() throws IOException {
    var helps = new LinkedHashMap<String, String>();
    collect("", Stepwell.commandLine(CommandRun.nowhere(), InputStream.nullInputStream()), helps);
    var document = Files.readString(DOCUMENT);
    if ("write".equals(System.getProperty("stepwell.golden"))) {
      document =
          BLOCK
              .matcher(document)
              .replaceAll(block -> {
                var name = block.group(1);
                return Matcher.quoteReplacement(
                    "<!-- help: %s -->\n```text\n%s```\n".formatted(name, helps.get(name)));
              });
      Files.writeString(DOCUMENT, document);
    }
    var told =
        BLOCK
            .matcher(document)
            .results()
            .collect(Collectors.toMap(m -> m.group(1), m -> m.group(2)));
    assertThat(told).containsExactlyInAnyOrderEntriesOf(helps);
  }

  @Test
  void everyExitCodeIsToldAsItIs() throws IOException {
    var told =
        Files.readString(DOCUMENT)
            .lines()
            .map(EXIT_CODE::matcher)
            .filter(Matcher::matches)
            .collect(Collectors.toMap(m -> m.group(1), m -> m.group(2)));
    var meanings =
        ExitCode.meanings().entrySet().stream()
            .collect(Collectors.toMap(code -> code.getKey().strip(), Map.Entry::getValue));
    assertThat(told).isEqualTo(meanings);
  }

  private static void collect(String name, CommandLine command, Map<String, String> helps) {
    if (TOLD_ELSEWHERE.contains(name)) {
      return;
    }
    if (!name.isEmpty()) {
      helps.put(name, command.getUsageMessage());
    }
    command
        .getSubcommands()
        .forEach((child, subcommand) -> collect((name + " " + child).strip(), subcommand, helps));
  }
}
