package dev.stepwell.asl.jsonata;

import com.dashjoin.jsonata.Functions;
import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Utils;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The functions that search texts, and those whose result may be much longer than what they are
 * given. All are given up when the budget is. The library's own read limits wrongly, cut fractions
 * off towards zero, and take texts to replace for regular expressions.
 */
final class TextFunctions {
  private TextFunctions() {}

  static @Nullable Object contains(Call call) {
    var text = call.text(0);
    if (text == null) {
      return null;
    }
    return switch (call.argument(1)) {
      case String token -> text.contains(token);
      case RegexFunction regex -> regex.matcher(text).find();
      case null, default -> throw notAMatcher();
    };
  }

  static @Nullable Object match(Call call) {
    var text = call.text(0);
    if (text == null) {
      return null;
    }
    var limit = limit(call, 2, "D3040");
    if (!(call.argument(1) instanceof RegexFunction regex)) {
      throw notAMatcher();
    }
    var matches = Utils.createSequence();
    var matcher = regex.matcher(text);
    while (matches.size() < limit && RegexFunction.find(matcher)) {
      var match = new LinkedHashMap<String, Object>();
      match.put("match", matcher.group());
      match.put("index", matcher.start());
      match.put("groups", RegexFunction.groups(matcher));
      matches.add(match);
    }
    return matches;
  }

  static @Nullable Object split(Call call) {
    var text = call.text(0);
    if (text == null) {
      return null;
    }
    var limit = limit(call, 2, "D3020");
    var separator = call.argument(1);
    if ("".equals(separator)) {
      return text.codePoints().limit(limit).mapToObj(Character::toString).toList();
    }
    var matcher = matcher(call, separator, text);
    var pieces = new ArrayList<Object>();
    var start = 0;
    while (pieces.size() < limit && RegexFunction.find(matcher)) {
      pieces.add(text.substring(start, matcher.start()));
      start = matcher.end();
    }
    if (pieces.size() < limit) {
      pieces.add(text.substring(start));
    }
    return pieces;
  }

  static @Nullable Object replace(Call call) throws Throwable {
    var text = call.text(0);
    if (text == null) {
      return null;
    }
    if ("".equals(call.argument(1))) {
      throw new JException("D3010", -1);
    }
    var limit = limit(call, 3, "D3011");
    var matcher = matcher(call, call.argument(1), text);
    var result = new StringBuilder();
    var start = 0;
    for (var i = 0L; i < limit && RegexFunction.find(matcher); i++) {
      result.append(text, start, matcher.start()).append(replacement(call, matcher));
      call.budget().checkLength(result.length() - start);
      start = matcher.end();
    }
    call.budget().checkLength((long) result.length() + text.length() - start);
    return result.append(text, start, text.length()).toString();
  }

  private static String replacement(Call call, Matcher matcher) throws Throwable {
    var replacement = call.argument(2);
    if (replacement instanceof String pattern) {
      return call.argument(1) instanceof String ? pattern : filledIn(pattern, matcher);
    }
    var match = new LinkedHashMap<String, Object>();
    match.put("match", matcher.group());
    match.put("start", matcher.start());
    match.put("end", matcher.end());
    match.put("groups", RegexFunction.groups(matcher));
    var replaced = Functions.funcApply(replacement, new ArrayList<>(List.of(match)));
    if (replaced instanceof String made) {
      return made;
    }
    throw new JException("D3012", -1);
  }

  /** {@code $0} is the match, {@code $n} a group, {@code $$} a dollar. */
  private static String filledIn(String pattern, Matcher matcher) {
    var result = new StringBuilder();
    for (var i = 0; i < pattern.length(); i++) {
      var character = pattern.charAt(i);
      var next = i + 1 < pattern.length() ? pattern.charAt(i + 1) : ' ';
      if (character != '$') {
        result.append(character);
      } else if (next == '$') {
        result.append('$');
        i++;
      } else if (Character.isDigit(next)) {
        var end = groupEnd(pattern, i + 1, matcher.groupCount());
        var group = Integer.parseInt(pattern.substring(i + 1, end));
        var captured = group <= matcher.groupCount() ? matcher.group(group) : null;
        result.append(captured == null ? "" : captured);
        i = end - 1;
      } else {
        result.append('$');
      }
    }
    return result.toString();
  }

  /** As many digits as make the number of a group that there is; one at least. */
  private static int groupEnd(String pattern, int start, int groups) {
    var end = start + 1;
    while (end < pattern.length()
        && Character.isDigit(pattern.charAt(end))
        && end - start < 3
        && Integer.parseInt(pattern.substring(start, end + 1)) <= groups) {
      end++;
    }
    return end;
  }

  static @Nullable Object pad(Call call) {
    var text = call.text(0);
    if (text == null) {
      return null;
    }
    var width = call.floor(1, 0);
    var filler = call.text(2);
    var unit = filler == null || filler.isEmpty() ? " " : filler;
    var missing = Math.abs(width) - text.codePointCount(0, text.length());
    if (missing <= 0) {
      return text;
    }
    call.budget().checkLength(text.length() + 2 * missing);
    var units = unit.codePoints().toArray();
    var padding = new StringBuilder();
    for (var i = 0; i < missing; i++) {
      padding.appendCodePoint(units[i % units.length]);
    }
    return width < 0 ? padding + text : text + padding;
  }

  static @Nullable Object join(Call call) {
    var texts = call.list(0);
    if (texts == null) {
      return null;
    }
    var separator = call.text(1);
    var glue = separator == null ? "" : separator;
    var length = (long) glue.length() * texts.size();
    for (var text : texts) {
      length += ((String) text).length();
    }
    call.budget().checkLength(length);
    var joined = new StringJoiner(glue);
    texts.forEach(text -> joined.add((String) text));
    return joined.toString();
  }

  static @Nullable Object substring(Call call) {
    var length = call.argument(2) == null ? null : (Integer) Call.toInt(call.floor(2, 0));
    return Functions.substring(call.text(0), Call.toInt(call.floor(1, 0)), length);
  }

  static @Nullable Object string(Call call) {
    var isPretty = Boolean.TRUE.equals(call.argument(1));
    var value = call.argument(0);
    if (isPretty && value != null) {
      call.budget().checkPrettyPrint(value);
    }
    return Functions.string(value, isPretty);
  }

  private static Matcher matcher(Call call, @Nullable Object pattern, String text) {
    return switch (pattern) {
      case RegexFunction regex -> regex.matcher(text);
      case String token ->
          Pattern.compile(token, Pattern.LITERAL).matcher(new CountedText(text, call.budget()));
      case null, default -> throw notAMatcher();
    };
  }

  private static long limit(Call call, int index, String error) {
    var limit = call.floor(index, Long.MAX_VALUE);
    if (limit < 0) {
      throw new JException(error, -1);
    }
    return limit;
  }

  private static JException notAMatcher() {
    return new JException("T1010", -1);
  }
}
