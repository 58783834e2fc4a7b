package dev.stepwell.launcher;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.http.server.Setting;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
  @Test
  void anUnknownOptionIsToldInASentence() {
    var run = CommandRun.of("dev", "--prot", "1");
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("--prot").contains("'./stepwell dev --help'");
    assertThat(run.err().lines()).hasSize(2);
  }

  @Test
  void nothingIsNoCommand() {
    assertThat(CommandRun.of().exitCode()).isEqualTo(ExitCode.USAGE);
    var incomplete = CommandRun.of("activity");
    assertThat(incomplete.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(incomplete.err()).contains("create", "delete");
  }

  @ParameterizedTest
  @CsvSource({"lst, list", "dploy, deploy", "histroy, history"})
  void aSlipIsAnsweredWithWhatWasMeant(String written, String meant) {
    var run = CommandRun.of(written);
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("did you mean " + meant + "?");
    assertThat(CommandRun.of("list", "--jsno").err()).contains("did you mean --json?");
  }

  @Test
  void whatIsLikeNothingIsAnsweredWithNoGuess() {
    assertThat(CommandRun.of("reticulate").err()).doesNotContain("did you mean");
  }

  @Test
  void theHelpNamesEveryCommandAndExitCode() {
    var run = CommandRun.of("--help");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains(
            Stepwell.commandLine(CommandRun.nowhere(), new ByteArrayInputStream(new byte[0]))
                .getSubcommands()
                .keySet())
        .contains(ExitCode.meanings().values());
  }

  @Test
  void coloursAreWantedUnlessSomebodySaysNo() {
    assertThat(Terminal.wantsColour(List.of("list"), Map.of("TERM", "xterm"))).isTrue();
    assertThat(Terminal.wantsColour(List.of("list"), Map.of("NO_COLOR", ""))).isTrue();
    assertThat(Terminal.wantsColour(List.of("list"), Map.of("NO_COLOR", "1"))).isFalse();
    assertThat(Terminal.wantsColour(List.of("list"), Map.of("TERM", "dumb"))).isFalse();
    assertThat(Terminal.wantsColour(List.of("list", "--no-color"), Map.of())).isFalse();
    // Of the worker's command, not of the worker.
    assertThat(Terminal.wantsColour(List.of("worker", "A", "--", "x", "--no-color"), Map.of()))
        .isTrue();
  }

  @Test
  void textOfOthersCannotMoveTheCursor() {
    assertThat(Terminal.plain("a\u001B[2J\n\tb\u009B1m")).isEqualTo("a [2J b 1m");
  }

  @Test
  void aWrongSettingIsToldInASentence() {
    var run = CommandRun.of("dev", "--port", "many");
    assertThat(run.exitCode()).isEqualTo(ExitCode.NOT_STARTED);
    assertThat(run.err())
        .isEqualTo("port must be a number from 0 to 65535, but is 'many' (--port)\n");
  }

  @Test
  void aServerNeedsADatabase() {
    var run = CommandRun.of("server");
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("--database-url").hasLineCount(1);
  }

  @Test
  void anUnreachableServerIsToldInASentence() throws Exception {
    int free;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    var run = CommandRun.of("list", "--url", "http://127.0.0.1:" + free);
    assertThat(run.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(run.err()).startsWith("No server answers at").hasLineCount(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"8083", "ftp//x", "http://"})
  void aTextThatIsNoUrlIsRefused(String url) {
    assertThat(CommandRun.of("list", "--url", url).exitCode()).isEqualTo(ExitCode.USAGE);
  }

  @ParameterizedTest
  @EnumSource(Setting.class)
  void everySettingIsAnOptionOfAServer(Setting setting) {
    var commands =
        Stepwell.commandLine(CommandRun.nowhere(), new ByteArrayInputStream(new byte[0]))
            .getSubcommands();
    var command = requireNonNull(commands.get(setting == Setting.DATA ? "dev" : "server"));
    assertThat(command.getUsageMessage())
        .contains(setting.flag() + "=")
        .contains(setting.environmentVariable());
  }
}
