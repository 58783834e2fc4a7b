package dev.stepwell.launcher;

import java.util.ArrayList;
import java.util.List;

/** What is told of one thing: a name and a value per line. */
final class Fields {
  private static final int NAME_WIDTH = 10;

  private final Terminal terminal;
  private final List<String> lines = new ArrayList<>();

  Fields(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Adds a line, unless the value is empty. */
  Fields add(String name, String value) {
    if (!value.isEmpty()) {
      lines.add(terminal.faint(("%-" + NAME_WIDTH + "s").formatted(name)) + " " + value);
    }
    return this;
  }

  /** Adds a heading and, indented, lines below it; nothing when there are none. */
  Fields addBlock(String name, List<String> block) {
    if (!block.isEmpty()) {
      lines.add(terminal.faint(name));
      block.forEach(line -> lines.add("  " + line));
    }
    return this;
  }

  String text() {
    return String.join("\n", lines);
  }
}
