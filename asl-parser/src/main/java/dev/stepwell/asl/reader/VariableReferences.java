package dev.stepwell.asl.reader;

import dev.stepwell.asl.jsonata.JsonataExpression;
import dev.stepwell.asl.jsonata.JsonataExpression.Compilation;
import dev.stepwell.asl.model.QueryLanguage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * Which variables each state reads. Nested states are told by their own names; a Map's or
 * Parallel's own entry has what its own fields read. Source: api.md, DescribeStateMachine.
 */
public final class VariableReferences {
  /** Fields that hold blocks of states, which are told by themselves. */
  private static final Set<String> BLOCKS = Set.of("Branches", "ItemProcessor", "Iterator");

  /** Fields whose value is a payload template: only keys that end in {@code .$} are expressions. */
  private static final Set<String> TEMPLATES =
      Set.of("Parameters", "ResultSelector", "ItemSelector", "Assign", "Credentials", "BatchInput");

  private static final String STATIC_RESULT = "Result";

  private final Map<String, SortedSet<String>> byState = new LinkedHashMap<>();

  private VariableReferences() {}

  /**
   * The variables that each state of a definition without problems reads.
   *
   * @return names without {@code $}, in order; states that read none are left out
   */
  public static Map<String, SortedSet<String>> of(JsonNode definition) {
    var references = new VariableReferences();
    var language = Fields.isJsonata(definition) ? QueryLanguage.JSONATA : QueryLanguage.JSONPATH;
    references.addBlock(new Fields(definition, language, language));
    return references.byState;
  }

  /** Recursion is as deep as the document, whose nesting is limited. */
  private void addBlock(Fields block) {
    for (var entry : block.require("States").properties()) {
      addState(entry.getKey(), block.state(entry.getValue()));
    }
  }

  private void addState(String name, Fields state) {
    var read = new TreeSet<String>();
    for (var field : state.object().properties()) {
      if (!BLOCKS.contains(field.getKey())) {
        if (state.language() == QueryLanguage.JSONATA) {
          addJsonata(field.getValue(), read);
        } else {
          addJsonPath(field.getKey(), field.getValue(), false, read);
        }
      }
    }
    if (!read.isEmpty()) {
      byState.put(name, read);
    }
    for (var branch : state.object().path("Branches")) {
      addBlock(state.block(branch));
    }
    for (var field : List.of("ItemProcessor", "Iterator")) {
      var processor = state.find(field);
      if (processor != null) {
        addBlock(state.block(processor));
      }
    }
  }

  private static void addJsonata(JsonNode value, Set<String> read) {
    var isExpression =
        value.isString()
            && JsonataExpression.isExpression(value.stringValue())
            && JsonataExpression.isClosed(value.stringValue());
    if (isExpression) {
      if (JsonataExpression.compile(value.stringValue(), "", null)
          instanceof Compilation.Compiled(var expression)) {
        read.addAll(expression.variables());
      }
    } else {
      value.forEach(child -> addJsonata(child, read));
    }
  }

  private static void addJsonPath(
      String key, JsonNode value, boolean inTemplate, Set<String> read) {
    if (key.equals(STATIC_RESULT) && !inTemplate) {
      return;
    }
    var isPath = inTemplate ? key.endsWith(".$") : key.endsWith("Path") || key.equals("Variable");
    if (value.isString()) {
      if (isPath) {
        addVariables(value.stringValue(), read);
      }
      return;
    }
    var isTemplate = inTemplate || TEMPLATES.contains(key);
    if (value.isObject()) {
      for (var entry : value.properties()) {
        addJsonPath(entry.getKey(), entry.getValue(), isTemplate, read);
      }
    } else {
      value.forEach(item -> addJsonPath("", item, isTemplate, read));
    }
  }

  /** Every {@code $name} of a path or an intrinsic call, but for those in quotes. */
  private static void addVariables(String text, Set<String> read) {
    var isQuoted = false;
    for (var i = 0; i < text.length(); i++) {
      switch (text.charAt(i)) {
        case '\\' -> i++;
        case '\'' -> isQuoted = !isQuoted;
        case '$' -> {
          var end = i + 1;
          while (end < text.length() && Character.isUnicodeIdentifierPart(text.charAt(end))) {
            end++;
          }
          if (!isQuoted && end > i + 1) {
            read.add(text.substring(i + 1, end));
          }
          i = end - 1;
        }
        default -> {}
      }
    }
  }
}
