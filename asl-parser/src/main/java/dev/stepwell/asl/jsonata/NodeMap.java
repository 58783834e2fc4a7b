package dev.stepwell.asl.jsonata;

import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A JSON object as the library wants it, converted one level at a time and only when looked at: a
 * path through a large document touches the fields on its way and nothing else.
 */
final class NodeMap extends AbstractMap<String, @Nullable Object> {
  private final ObjectNode source;
  private @Nullable Map<String, @Nullable Object> fields;

  NodeMap(ObjectNode source) {
    this.source = source;
  }

  ObjectNode source() {
    return source;
  }

  /** Whether the source is still all there is to it. */
  boolean isUntouched() {
    return fields == null;
  }

  private Map<String, @Nullable Object> fields() {
    if (fields == null) {
      fields = LinkedHashMap.newLinkedHashMap(source.size());
      for (var entry : source.properties()) {
        fields.put(entry.getKey(), Values.ofNode(entry.getValue()));
      }
    }
    return fields;
  }

  @Override
  public @Nullable Object get(@Nullable Object key) {
    if (fields != null) {
      return fields.get(key);
    }
    var node = key instanceof String name ? source.get(name) : null;
    return node == null ? null : Values.ofNode(node);
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return fields == null
        ? key instanceof String name && source.has(name)
        : fields.containsKey(key);
  }

  @Override
  public int size() {
    return fields == null ? source.size() : fields.size();
  }

  @Override
  public @Nullable Object put(String key, @Nullable Object value) {
    return fields().put(key, value);
  }

  @Override
  public @Nullable Object remove(@Nullable Object key) {
    return fields().remove(key);
  }

  @Override
  public Set<Entry<String, @Nullable Object>> entrySet() {
    return fields().entrySet();
  }
}
