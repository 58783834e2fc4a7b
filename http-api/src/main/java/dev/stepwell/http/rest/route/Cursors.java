package dev.stepwell.http.rest.route;

import dev.stepwell.engine.service.Answer;
import dev.stepwell.engine.service.Refusal;
import dev.stepwell.http.aws.operation.PageTokens;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** How lists go on: the page parameters, and the cursors that are good for the same list only. */
public final class Cursors {
  /** Entries of a page where the request does not say. */
  public static final int DEFAULT_LIMIT = 100;

  public static final Parameter<Integer> LIMIT =
      Parameter.integer("limit", 1, 1_000, "Most entries of the page, 100 by default");

  public static final Parameter<String> CURSOR =
      Parameter.text("cursor", 1, 2_048, "Of the page before: its nextCursor");

  private final PageTokens tokens;

  public Cursors(PageTokens tokens) {
    this.tokens = tokens;
  }

  /** Where a page begins: what a cursor says; empty on the first page. */
  public Answer<Optional<String>> open(Route route, Arguments arguments) {
    return switch (tokens.open(route.path(), said(route, arguments), arguments.get(CURSOR))) {
      case Answer.Given<Optional<String>> position -> position;
      case Answer.Refused<Optional<String>> _ ->
          Answer.refused(
              Refusal.INVALID_TOKEN,
              "cursor is not one of this list: it must be the nextCursor of a page that was asked"
                  + " for in the same words");
    };
  }

  /** The cursor of the page that begins there. */
  public String seal(Route route, Arguments arguments, String position) {
    return tokens.seal(route.path(), said(route, arguments), position);
  }

  /**
   * Says where a list goes on.
   *
   * @param position null where it is at its end
   */
  public void writeNext(
      JsonGenerator json, Route route, Arguments arguments, @Nullable String position) {
    if (position != null) {
      json.writeStringProperty("nextCursor", seal(route, arguments, position));
    }
  }

  private static String said(Route route, Arguments arguments) {
    var path = arguments.said(route.inPath());
    List<Parameter<?>> filters =
        route.inQuery().stream()
            .filter(parameter -> !parameter.equals(LIMIT) && !parameter.equals(CURSOR))
            .toList();
    return path + "\n\n" + arguments.said(filters);
  }
}
