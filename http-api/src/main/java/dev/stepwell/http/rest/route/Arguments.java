package dev.stepwell.http.rest.route;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a request says, checked: the values of its parameters. For one thread. */
public final class Arguments {
  private final Map<Parameter<?>, Object> values = new HashMap<>();

  Arguments() {}

  /** What was said of one parameter, or null. */
  @SuppressWarnings("unchecked") // Only a parameter's own reader has made its value.
  public <T> @Nullable T get(Parameter<T> parameter) {
    return (T) values.get(parameter);
  }

  public <T> T get(Parameter<T> parameter, T absent) {
    return Objects.requireNonNullElse(get(parameter), absent);
  }

  /** What was said of a parameter that every request has. */
  public <T> T require(Parameter<T> parameter) {
    return Objects.requireNonNull(get(parameter), parameter.name());
  }

  /** What was said of some parameters, as one text that is the same where the same was said. */
  public String said(List<Parameter<?>> parameters) {
    return parameters.stream()
        .filter(values::containsKey)
        .map(parameter -> parameter.name() + "=" + values.get(parameter))
        .sorted()
        .collect(Collectors.joining("\n"));
  }

  /**
   * Reads texts by parameters.
   *
   * @param in where they stand, for complaints
   * @param violations gets what is wrong
   */
  void read(
      String in,
      List<Parameter<?>> parameters,
      Map<String, String> given,
      List<Violation> violations) {
    refuseUnknown(in, "", parameters.stream().map(Parameter::name).toList(), given, violations);
    for (var parameter : parameters) {
      var text = given.get(parameter.name());
      if (text != null) {
        read(in, parameter.name(), parameter, text, violations);
      }
    }
  }

  /**
   * Reads one text.
   *
   * @param name as complaints have it
   */
  void read(
      String in, String name, Parameter<?> parameter, String text, List<Violation> violations) {
    var value = parameter.reader().apply(text);
    if (value.isPresent()) {
      values.put(parameter, value.get());
    } else {
      violations.add(new Violation(in, name, parameter.rule()));
    }
  }

  /**
   * Complains of names that mean nothing here, and says which do.
   *
   * @param prefix of the names in complaints
   */
  static void refuseUnknown(
      String in,
      String prefix,
      List<String> known,
      Map<String, ?> given,
      List<Violation> violations) {
    for (var name : new TreeSet<>(given.keySet())) {
      if (!known.contains(name)) {
        var there = known.isEmpty() ? "there are none here" : String.join(", ", known) + " are";
        violations.add(new Violation(in, prefix + name, "is not known; " + there));
      }
    }
  }
}
