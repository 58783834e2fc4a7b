package dev.stepwell.launcher.function;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A function and the handler that is run for it.
 *
 * @param file absolute
 * @param export of the file; empty for a program that speaks the Runtime API by itself
 */
public record HandlerSpec(String function, Path file, Language language, String export) {

  /** What runs a handler. */
  public enum Language {
    NODE("node", "node-runtime.mjs", "handler", "(?i).+\\.[cm]?js"),
    PYTHON("python3", "python-runtime.py", "lambda_handler", "(?i).+\\.py"),
    /** The file is a program that speaks the Lambda Runtime API, as a bootstrap does. */
    PROGRAM("", "", "", ".*");

    private final String interpreter;
    private final String resource;
    private final String export;
    private final Pattern files;

    Language(String interpreter, String resource, String export, String files) {
      this.interpreter = interpreter;
      this.resource = resource;
      this.export = export;
      this.files = Pattern.compile(files);
    }

    /** The loop that asks for invocations, beside this class; empty for programs. */
    String resource() {
      return resource;
    }

    /** The program that runs the loop; empty for programs. */
    public String interpreter() {
      return interpreter;
    }

    private static Language of(String fileName) {
      return Stream.of(values())
          .filter(language -> language.files.matcher(fileName).matches())
          .findFirst()
          .orElse(PROGRAM);
    }
  }

  /**
   * Reads {@code NAME=FILE} or {@code NAME=FILE#EXPORT}.
   *
   * @throws IllegalArgumentException when it is none, or there is no such file; the message says
   *     what is wrong
   */
  public static HandlerSpec parse(String text) {
    var equals = text.indexOf('=');
    if (equals <= 0 || equals == text.length() - 1) {
      throw new IllegalArgumentException(
          "Name a function and its handler as NAME=FILE, not '" + text + "'");
    }
    var name = text.substring(0, equals);
    var hash = text.lastIndexOf('#');
    var file = Path.of(text.substring(equals + 1, hash > equals ? hash : text.length()));
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException("There is no file " + file + ", the handler of " + name);
    }
    var language = Language.of(nameOf(file));
    if (language == Language.PROGRAM && !Files.isExecutable(file)) {
      throw new IllegalArgumentException(
          file + " is no JavaScript or Python, and no program that can be run");
    }
    var export = hash > equals ? text.substring(hash + 1) : language.export;
    return new HandlerSpec(name, file.toAbsolutePath().normalize(), language, export);
  }

  /** As Lambda has it in {@code _HANDLER}. */
  String handler() {
    var name = nameOf(file);
    return language == Language.PROGRAM
        ? name
        : name.substring(0, name.lastIndexOf('.')) + "." + export;
  }

  private static String nameOf(Path file) {
    var name = file.getFileName();
    return name == null ? "" : name.toString();
  }

  Path taskRoot() {
    var folder = file.getParent();
    return folder == null ? file : folder;
  }

  /**
   * What runs it.
   *
   * @param loop the file of {@link Language#resource}; not used for a program
   */
  List<String> command(Path loop) {
    var command = new ArrayList<String>();
    if (language == Language.PROGRAM) {
      command.add(file.toString());
    } else {
      command.add(language.interpreter);
      if (language == Language.PYTHON) {
        command.add("-u");
      }
      command.add(loop.toString());
      command.add(file.toString());
    }
    return command;
  }
}
