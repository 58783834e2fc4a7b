package dev.stepwell.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompletionTest {
  /** Asks a bash what it would offer for words, of which the last one is not complete. */
  private static List<String> offers(Path directory, String words) throws Exception {
    var script = Files.writeString(directory.resolve("completion"), script("bash"));
    var ask =
        """
        source "$0"
        read -ra COMP_WORDS <<<"$1"
        COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        "$(complete -p stepwell | sed 's/.*-F \\([^ ]*\\).*/\\1/')"
        printf '%s\\n' "${COMPREPLY[@]}"
        """;
    return lines("bash", "--norc", "-c", ask, script.toString(), words);
  }

  /** What a shell prints. */
  private static List<String> lines(String... command) throws Exception {
    var shell = new ProcessBuilder(command).redirectErrorStream(true).start();
    shell.getOutputStream().close();
    var output = new String(shell.getInputStream().readAllBytes(), UTF_8);
    assertThat(shell.waitFor()).as(output).isZero();
    return output.lines().map(String::strip).toList();
  }

  private static void assumeThereIs(String shell) {
    var isThere =
        Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, shell)));
    if (!isThere) {
      System.out.println("There is no " + shell + " to ask for completions");
    }
    assumeTrue(isThere, "no " + shell);
  }

  private static String script(String shell) {
    var run = CommandRun.of("completion", shell);
    assertThat(run.exitCode()).isZero();
    return run.out();
  }

  @ParameterizedTest
  @CsvSource({
    "stepwell st, start",
    "stepwell st, stop",
    "stepwell list --st, --status",
    "stepwell list --status TIMED, TIMED_OUT",
    "stepwell activity cr, create",
    "stepwell worker --con, --concurrency",
  })
  void bashCompletes(String words, String offer, @TempDir Path directory) throws Exception {
    assertThat(offers(directory, words)).contains(offer);
  }

  /** A zsh at a terminal of its own, where the Tab key is pressed and then Return. */
  @ParameterizedTest
  @CsvSource({
    "li, list",
    "list --st, list --status",
    "list --status TIMED, list --status TIMED_OUT",
    "activity cr, activity create",
  })
  void zshCompletes(String words, String line, @TempDir Path directory) throws Exception {
    assumeThereIs("zsh");
    var script = Files.writeString(directory.resolve("completion"), script("zsh"));
    var press =
        """
        zmodload zsh/zpty
        zpty shell env HOME=$2 TERM=dumb PS1= zsh -f -i
        zpty -w shell "autoload -Uz compinit; compinit -u -D; source $0"
        zpty -w shell 'stepwell() { print -r -- "RAN""<$*>" }'
        zpty -w -n shell "stepwell $1"$'\t\n'
        zpty -r shell output '*RAN<*>*'
        print -r -- "${${output##*RAN<}%%>*}"
        """;
    assertThat(
            lines("zsh", "-f", "-c", press, script.toString(), words, directory.toString())
                .getLast())
        .isEqualTo(line);
  }

  @ParameterizedTest
  @CsvSource({
    "stepwell st, start",
    "stepwell st, stop",
    "stepwell list --st, --status",
    "stepwell list --status TIMED, TIMED_OUT",
    "stepwell activity cr, create",
    "stepwell worker --con, --concurrency",
  })
  void fishCompletes(String words, String offer, @TempDir Path directory) throws Exception {
    assumeThereIs("fish");
    var script = Files.writeString(directory.resolve("completion"), script("fish"));
    var ask = "source %s; complete -C '%s'".formatted(script, words);
    assertThat(lines("env", "HOME=" + directory, "fish", "--no-config", "-c", ask))
        .anyMatch(line -> line.split("\t", 2)[0].equals(offer));
  }

  @Test
  void zshRunsTheScriptOfBash() {
    assertThat(script("zsh")).isEqualTo(script("bash")).contains("bashcompinit");
  }

  @Test
  void fishHasALineForEach() {
    assertThat(script("fish").lines())
        .contains(
            "complete -c stepwell -n '__fish_use_subcommand' -f -a list -d"
                + " 'List state machines, or the executions of one, the newest first.'")
        .anySatisfy(line ->
            assertThat(line)
                .startsWith(
                    "complete -c stepwell -n '__fish_seen_subcommand_from list' -r -l status")
                .contains("-a 'RUNNING SUCCEEDED FAILED TIMED_OUT ABORTED'"))
        .allSatisfy(line -> assertThat(quotes(line) % 2).as(line).isZero());
  }

  /** Single quotes that are not escaped. */
  private static long quotes(String line) {
    return line.replace("\\'", "").chars().filter(character -> character == '\'').count();
  }
}
