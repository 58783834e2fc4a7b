package dev.stepwell.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where a command writes: results to the standard output, everything else to the standard error.
 * Colours only where people look.
 */
final class Terminal {
  /** Switches colours off, anywhere on a command line. */
  static final String NO_COLOR = "--no-color";

  /**
   * Set by the {@code ./stepwell} script: which of {@code out} and {@code err} are terminals. The
   * JDK only knows whether both the standard input and the standard output are.
   */
  private static final String TERMINALS = "stepwell.terminals";

  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}+|[\u0080-\u009F]+");

  private final PrintStream out;
  private final PrintStream err;
  private final boolean colouredOut;
  private final boolean colouredErr;

  Terminal(PrintStream out, PrintStream err, boolean coloured) {
    this(out, err, coloured, coloured);
  }

  private Terminal(PrintStream out, PrintStream err, boolean colouredOut, boolean colouredErr) {
    this.out = out;
    this.err = err;
    this.colouredOut = colouredOut;
    this.colouredErr = colouredErr;
  }

  /** The process's own. */
  static Terminal standard(List<String> arguments) {
    var wanted = wantsColour(arguments, System.getenv());
    var terminals = System.getProperty(TERMINALS);
    return new Terminal(
        utf8(FileDescriptor.out),
        utf8(FileDescriptor.err),
        wanted && isTerminal(terminals, "out"),
        wanted && isTerminal(terminals, "err"));
  }

  /** By {@code --no-color}, <a href="https://no-color.org">NO_COLOR</a> and TERM. */
  static boolean wantsColour(List<String> arguments, Map<String, String> environment) {
    var own = arguments.contains("--") ? arguments.subList(0, arguments.indexOf("--")) : arguments;
    return !own.contains(NO_COLOR)
        && environment.getOrDefault("NO_COLOR", "").isEmpty()
        && !"dumb".equals(environment.get("TERM"));
  }

  private static boolean isTerminal(@Nullable String terminals, String stream) {
    if (terminals != null) {
      return List.of(terminals.split(",")).contains(stream);
    }
    return isTerminal(System.console());
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
    return colouredOut;
  }

  /** The standard output, for who writes more than lines. */
  PrintStream out() {
    return out;
  }

  /** The standard error, for who writes more than lines. */
  PrintStream err() {
    return err;
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

  /** A line about what went wrong. */
  void complain(String line) {
    tell(colouredErr ? style("31", line) : line);
  }

  /**
   * Text of others on one line, without characters that a terminal would obey: an error's cause
   * must not be able to move the cursor.
   */
  static String plain(String text) {
    return CONTROL.matcher(text).replaceAll(" ").strip();
  }

  /** Text of others, each of its lines {@linkplain #plain plain} and behind that indent. */
  static String plainLines(String text, String indent) {
    return text.strip()
        .lines()
        .map(line -> indent + plain(line))
        .collect(Collectors.joining(System.lineSeparator()));
  }

  String bold(String text) {
    return colouredOut ? style("1", text) : text;
  }

  String faint(String text) {
    return colouredOut ? style("2", text) : text;
  }

  String good(String text) {
    return colouredOut ? style("32", text) : text;
  }

  String bad(String text) {
    return colouredOut ? style("31", text) : text;
  }

  /** The status of an execution, in its colour. */
  String status(String status) {
    return switch (status.strip()) {
      case "SUCCEEDED" -> good(status);
      case "RUNNING" -> status;
      default -> bad(status);
    };
  }

  private static String style(String code, String text) {
    return "\u001B[" + code + "m" + text + "\u001B[0m";
  }
}
