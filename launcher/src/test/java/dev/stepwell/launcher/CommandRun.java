package dev.stepwell.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;

/**
 * What a command line did.
 *
 * @param out the standard output
 * @param err the standard error
 */
record CommandRun(int exitCode, String out, String err) {

  static CommandRun of(String... arguments) {
    return withInput("", arguments);
  }

  /** Runs a command line with that text at the standard input. */
  static CommandRun withInput(String input, String... arguments) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var terminal =
        new Terminal(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), false);
    var exitCode =
        Stepwell.execute(terminal, new ByteArrayInputStream(input.getBytes(UTF_8)), arguments);
    return new CommandRun(exitCode, out.toString(UTF_8), err.toString(UTF_8));
  }

  /** A terminal that shows nothing. */
  static Terminal nowhere() {
    var nothing = new PrintStream(OutputStream.nullOutputStream(), true, UTF_8);
    return new Terminal(nothing, nothing, false);
  }

  List<String> lines() {
    return out.lines().toList();
  }
}
