package dev.stepwell.asl.problem;

import dev.stepwell.asl.json.Json;
import dev.stepwell.asl.problem.Problem.Code;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.ObjectReader;

/**
 * Finds where in the text of a definition its problems are.
 *
 * <p>A place is known by a 64-bit hash of its {@link Location}'s text, which grows with the path:
 * the texts themselves would take time and memory quadratic in the nesting.
 */
public final class SourcePositions {
  private static final ObjectReader READER =
      Json.mapper().reader().with(StreamReadFeature.STRICT_DUPLICATE_DETECTION);
  private static final Position START = new Position(1, 1);

  /** Hashes of places: any start, and a large prime. */
  private static final long ROOT = 17;

  private static final long FACTOR = 1_099_511_628_211L;

  private final Set<Long> wanted = new HashSet<>();
  private final Map<Long, Position> found = new HashMap<>();
  private Position root = START;
  private Position end = START;

  /**
   * A place in a text.
   *
   * @param line from 1
   * @param column from 1, in UTF-16 characters
   */
  public record Position(int line, int column) {}

  private SourcePositions(Collection<Problem> problems) {
    problems.forEach(problem -> wanted.addAll(placesOnTheWayTo(problem)));
  }

  /** The positions of these problems, which reading that definition has found. */
  public static SourcePositions of(String definition, Collection<Problem> problems) {
    var positions = new SourcePositions(problems);
    positions.read(definition);
    return positions;
  }

  /**
   * Where to look: at the name of the field or at the item that the problem is about; where that is
   * missing, at the nearest one around it; for text that is not JSON, where reading it ended.
   */
  public Position of(Problem problem) {
    if (problem.code() == Code.INVALID_JSON_DESCRIPTION) {
      return end;
    }
    var nearest = root;
    for (var place : placesOnTheWayTo(problem)) {
      nearest = found.getOrDefault(place, nearest);
    }
    return nearest;
  }

  private void read(String definition) {
    try (var parser = READER.createParser(definition)) {
      try {
        if (parser.nextToken() != null) {
          root = position(parser.currentTokenLocation());
          readValue(parser, ROOT);
          parser.nextToken();
        }
        end = position(parser.currentTokenLocation());
      } catch (JacksonException e) {
        var at = e.getLocation();
        end = position(at == null ? parser.currentLocation() : at);
      }
    }
  }

  /** Recursion is as deep as the document, whose nesting is limited. */
  private void readValue(JsonParser parser, long place) {
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        var field = place(place, "/" + parser.currentName());
        visit(field, parser);
        parser.nextToken();
        readValue(parser, field);
      }
    } else if (parser.currentToken() == JsonToken.START_ARRAY) {
      for (var index = 0; parser.nextToken() != JsonToken.END_ARRAY; index++) {
        var item = place(place, "[" + index + "]");
        visit(item, parser);
        readValue(parser, item);
      }
    }
  }

  private void visit(long place, JsonParser parser) {
    if (wanted.contains(place)) {
      found.put(place, position(parser.currentTokenLocation()));
    }
  }

  private static Position position(TokenStreamLocation location) {
    return location.getLineNr() < 1
        ? START
        : new Position(location.getLineNr(), location.getColumnNr());
  }

  /**
   * From the outermost to the problem's own. Names may have slashes and brackets in them: what is
   * taken for a place there is none in the document.
   */
  private static List<Long> placesOnTheWayTo(Problem problem) {
    var location = problem.location();
    if (location == null || !location.startsWith("/")) {
      return List.of();
    }
    var places = new ArrayList<Long>();
    var place = ROOT;
    for (var i = 0; i < location.length(); i++) {
      var character = location.charAt(i);
      if (i > 0 && (character == '/' || character == '[')) {
        places.add(place);
      }
      place = place * FACTOR + character;
    }
    places.add(place);
    return places;
  }

  private static long place(long parent, String segment) {
    var place = parent;
    for (var i = 0; i < segment.length(); i++) {
      place = place * FACTOR + segment.charAt(i);
    }
    return place;
  }
}
