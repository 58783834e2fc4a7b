package dev.stepwell.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/**
 * Where a command writes: results to the standard output, everything else to the standard error.
 * Colours only where people look.
 */
final class Terminal {
  private final PrintStream out;
  private final PrintStream err;
  private final boolean coloured;

  Terminal(PrintStream out, PrintStream err, boolean coloured) {
    this.out = out;
    this.err = err;
    this.coloured = coloured;
  }

  /** The process's own. */
  static Terminal standard() {
    var coloured =
        isTerminal(System.console())
            && System.getenv("NO_COLOR") == null
            && !"dumb".equals(System.getenv("TERM"));
    return new Terminal(utf8(FileDescriptor.out), utf8(FileDescriptor.err), coloured);
  }

  /**
   * There is a console only where one is, or always one that says whether it is: that depends on
   * the JDK.
   */
  private static boolean isTerminal(@Nullable Console console) {
    return console != null && console.isTerminal();
  }

  /** Definitions and payloads are UTF-8, whatever the locale says. */
  private static PrintStream utf8(FileDescriptor file) {
    return new PrintStream(new FileOutputStream(file), true, UTF_8);
  }

  boolean isColoured() {
    return coloured;
  }

  /** A line of the result. */
  void print(String line) {
    out.println(line);
    out.flush();
  }

  /** A line about what goes on. */
  void tell(String line) {
    err.println(line);
    err.flush();
  }

  String bold(String text) {
    return style("1", text);
  }

  String faint(String text) {
    return style("2", text);
  }

  String good(String text) {
    return style("32", text);
  }

  String bad(String text) {
    return style("31", text);
  }

  private String style(String code, String text) {
    return coloured ? "\u001B[" + code + "m" + text + "\u001B[0m" : text;
  }
}
