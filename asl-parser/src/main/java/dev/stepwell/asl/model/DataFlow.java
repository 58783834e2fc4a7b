package dev.stepwell.asl.model;

import dev.stepwell.asl.expression.PathExpression;
import dev.stepwell.asl.expression.ReferencePath;
import dev.stepwell.asl.expression.Template;
import org.jspecify.annotations.Nullable;

/** How a state's input becomes its work, and the result its output. */
public sealed interface DataFlow {

  /**
   * The JSONPath pipeline, in this order.
   *
   * @param inputPath null stands for {@code "InputPath": null}: the effective input is {@code {}}
   * @param parameters null when absent: the effective input is used as it is
   * @param resultSelector null when absent
   * @param resultPath null stands for {@code "ResultPath": null}: the result is dropped
   * @param outputPath null stands for {@code "OutputPath": null}: the output is {@code {}}
   */
  record JsonPathFlow(
      @Nullable PathExpression inputPath,
      @Nullable Template parameters,
      @Nullable Template resultSelector,
      @Nullable ReferencePath resultPath,
      @Nullable PathExpression outputPath)
      implements DataFlow {

    /** What a state without any of the five fields does. */
    public static final JsonPathFlow IDENTITY =
        new JsonPathFlow(PathExpression.ROOT, null, null, ReferencePath.ROOT, PathExpression.ROOT);
  }

  /**
   * The JSONata pair.
   *
   * @param arguments null when absent: the work gets the state input
   * @param output null when absent: the result (Task, Parallel, Map) or the state input is the
   *     output
   */
  record JsonataFlow(@Nullable Template arguments, @Nullable Template output) implements DataFlow {}
}
