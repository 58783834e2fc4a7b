package dev.stepwell.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    var bash =
        new ProcessBuilder("bash", "--norc", "-c", ask, script.toString(), words)
            .redirectErrorStream(true)
            .start();
    var offers = new String(bash.getInputStream().readAllBytes(), UTF_8);
    assertThat(bash.waitFor()).as(offers).isZero();
    return offers.lines().map(String::strip).toList();
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
