package dev.stepwell.asl.problem;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A place in a definition, such as {@code /States/X/Choices[0]/Next}; {@code /} is the whole.
 *
 * <p>Places form a tree and know the order in which they were first visited, which is that of the
 * document. The text is built on demand: building it for every place of a long document would take
 * time and memory quadratic in its length.
 */
public final class Location {
  private final @Nullable Location parent;
  private final String segment;
  private final int order;
  private final Counter counter;
  private @Nullable Map<String, Location> children;

  private static final class Counter {
    private int next;
  }

  private Location(@Nullable Location parent, String segment, Counter counter) {
    this.parent = parent;
    this.segment = segment;
    this.order = counter.next++;
    this.counter = counter;
  }

  /** The root of a new document. */
  public static Location root() {
    return new Location(null, "", new Counter());
  }

  /** The field of that name of the object at this place. */
  public Location field(String name) {
    return child("/" + name);
  }

  /** The item of the array at this place. */
  public Location item(int index) {
    return child("[" + index + "]");
  }

  private Location child(String childSegment) {
    if (children == null) {
      children = new HashMap<>();
    }
    return children.computeIfAbsent(childSegment, key -> new Location(this, key, counter));
  }

  int order() {
    return order;
  }

  @Override
  public String toString() {
    if (parent == null) {
      return "/";
    }
    var text = new StringBuilder();
    append(text);
    return text.toString();
  }

  /** Recursion is as deep as the document, whose nesting is limited. */
  private void append(StringBuilder text) {
    if (parent != null) {
      parent.append(text);
    }
    text.append(segment);
  }
}
