package dev.stepwell.asl.jsonata;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata.Fn0;
import com.dashjoin.jsonata.Jsonata.JFunction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression literal. In the language it is a function from a text to its first match;
 * the string functions take it as what it is.
 */
final class RegexFunction extends JFunction {
  private final Pattern pattern;
  private final Budget budget;

  RegexFunction(Pattern pattern, Budget budget) {
    super(
        (_, arguments) -> match(matcher(pattern, (String) arguments.getFirst(), budget)), "<s-:o>");
    this.pattern = pattern;
    this.budget = budget;
  }

  Matcher matcher(String text) {
    return matcher(pattern, text, budget);
  }

  private static Matcher matcher(Pattern pattern, String text, Budget budget) {
    return pattern.matcher(new CountedText(text, budget));
  }

  /** Goes to the next match; one of no characters would be found forever. */
  static boolean find(Matcher matcher) {
    if (!matcher.find()) {
      return false;
    }
    if (matcher.end() == matcher.start()) {
      throw new JException("D1004", -1);
    }
    return true;
  }

  /** The captured groups; one that took no part is the empty text. */
  static List<Object> groups(Matcher matcher) {
    var groups = new ArrayList<Object>();
    for (var i = 1; i <= matcher.groupCount(); i++) {
      var group = matcher.group(i);
      groups.add(group == null ? "" : group);
    }
    return groups;
  }

  private static @Nullable Map<String, Object> match(Matcher matcher) {
    if (!find(matcher)) {
      return null;
    }
    var match = new LinkedHashMap<String, Object>();
    match.put("match", matcher.group());
    match.put("start", matcher.start());
    match.put("end", matcher.end());
    match.put("groups", groups(matcher));
    match.put("next", (Fn0<@Nullable Map<String, Object>>) () -> match(matcher));
    return match;
  }
}
