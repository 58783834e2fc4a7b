package dev.stepwell.asl.jsonata;

import com.dashjoin.jsonata.Functions;
import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata.JFunction;
import dev.stepwell.asl.expression.Bindings;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A function that is bound anew for each evaluation that mentions it.
 *
 * @param signature in the library's notation
 * @param arityOf a method of the library with as many parameters: a partial application of the
 *     function asks for their number
 */
record HostFunction(String name, String signature, String arityOf, Implementation implementation) {

  @FunctionalInterface
  interface Implementation {
    @Nullable Object call(Call call) throws Throwable;
  }

  /** Longest text that is understood as a number, a time, or a picture of one. */
  private static final int MAX_PICTURE = 1_000;

  /** All of them, by name. */
  static final Map<String, HostFunction> ALL =
      Arrays.stream(
              new HostFunction[] {
                of("partition", "<an:a>", "power", ExtraFunctions::partition),
                of("range", "<nnn:a>", "substring", ExtraFunctions::range),
                of("hash", "<xs:s>", "power", ExtraFunctions::hash),
                of("random", "<n?:n>", "abs", ExtraFunctions::random),
                of("uuid", "<:s>", "millis", ExtraFunctions::uuid),
                of("parse", "<s-:x>", "abs", ExtraFunctions::parse),
                of("shuffle", "<a:a>", "shuffle", ExtraFunctions::shuffle),
                of("sort", "<af?:a>", "sort", ExtraFunctions::sort),
                of("now", "<s?s?:s>", "now", ExtraFunctions::now),
                of("millis", "<:n>", "millis", ExtraFunctions::millis),
                of("spread", "<x-:a<o>>", "spread", ExtraFunctions::spread),
                of("round", "<n-n?:n>", "round", ExtraFunctions::round),
                of("formatBase", "<n-n?:s>", "formatBase", ExtraFunctions::formatBase),
                of("contains", "<s-(sf):b>", "contains", TextFunctions::contains),
                of("match", "<s-f<s:o>n?:a<o>>", "match", TextFunctions::match),
                of("split", "<s-(sf)n?:a<s>>", "split", TextFunctions::split),
                of("replace", "<s-(sf)(sf)n?:s>", "replace", TextFunctions::replace),
                of("pad", "<s-ns?:s>", "pad", TextFunctions::pad),
                of("join", "<a<s>s?:s>", "join", TextFunctions::join),
                of("substring", "<s-nn?:s>", "substring", TextFunctions::substring),
                of("string", "<x-b?:s>", "string", TextFunctions::string),
                of(
                    "toMillis",
                    "<s-s?:n>",
                    "dateTimeToMillis",
                    ofShortTexts(call -> Functions.dateTimeToMillis(call.text(0), call.text(1)))),
                of(
                    "fromMillis",
                    "<n-s?s?:s>",
                    "dateTimeFromMillis",
                    ofShortTexts(call ->
                        Functions.dateTimeFromMillis(call.number(0), call.text(1), call.text(2)))),
                of(
                    "formatNumber",
                    "<n-so?:s>",
                    "formatNumber",
                    ofShortTexts(call ->
                        Functions.formatNumber(
                            call.number(0), call.text(1), (Map<?, ?>) call.argument(2)))),
                of(
                    "formatInteger",
                    "<n-s:s>",
                    "formatInteger",
                    ofShortTexts(call -> Functions.formatInteger(call.number(0), call.text(1)))),
                of(
                    "parseInteger",
                    "<s-s:n>",
                    "parseInteger",
                    ofShortTexts(call -> Functions.parseInteger(call.text(0), call.text(1)))),
              })
          .collect(Collectors.toUnmodifiableMap(HostFunction::name, Function.identity()));

  private static HostFunction of(
      String name, String signature, String arityOf, Implementation implementation) {
    return new HostFunction(name, signature, arityOf, implementation);
  }

  private static Implementation ofShortTexts(Implementation implementation) {
    return call -> {
      for (var argument : call.arguments()) {
        if (argument instanceof String text && text.length() > MAX_PICTURE) {
          throw ExtraFunctions.failure(
              "A number, a time or a picture has more than " + MAX_PICTURE + " characters");
        }
      }
      return implementation.call(call);
    };
  }

  /** The function for one evaluation. */
  JFunction bind(Bindings bindings, Budget budget) {
    return new Bound(this, bindings, budget);
  }

  private static final class Bound extends JFunction {
    private final HostFunction function;
    private final Bindings bindings;
    private final Budget budget;

    Bound(HostFunction function, Bindings bindings, Budget budget) {
      super(function.name, function.signature, Functions.class, null, function.arityOf);
      this.function = function;
      this.bindings = bindings;
      this.budget = budget;
    }

    @Override
    @SuppressWarnings({"rawtypes", "unchecked"}) // the library's own signature
    public @Nullable Object call(@Nullable Object input, List arguments) {
      try {
        var result = function.implementation.call(new Call(bindings, budget, arguments));
        return result instanceof Number number ? Values.number(number) : result;
      } catch (RuntimeException | Error e) {
        throw e;
      } catch (Throwable e) {
        throw new JException(e, "D3137", -1, e.getMessage(), null);
      }
    }
  }
}
