package dev.stepwell.asl.jsonata;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;

/**
 * A JSON array as the library wants it, converted one level at a time and only when looked at. The
 * library may change the list; the tree never changes.
 */
final class NodeList extends AbstractList<@Nullable Object> {
  private final ArrayNode source;
  private @Nullable List<@Nullable Object> items;

  NodeList(ArrayNode source) {
    this.source = source;
  }

  ArrayNode source() {
    return source;
  }

  /** Whether the source is still all there is to it. */
  boolean isUntouched() {
    return items == null;
  }

  private List<@Nullable Object> items() {
    if (items == null) {
      items = new ArrayList<>(source.size());
      for (var item : source) {
        items.add(Values.ofNode(item));
      }
    }
    return items;
  }

  @Override
  public @Nullable Object get(int index) {
    return items().get(index);
  }

  @Override
  public int size() {
    return items == null ? source.size() : items.size();
  }

  @Override
  public @Nullable Object set(int index, @Nullable Object value) {
    return items().set(index, value);
  }

  @Override
  public void add(int index, @Nullable Object value) {
    items().add(index, value);
  }
}
