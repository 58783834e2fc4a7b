package dev.stepwell.http.aws.model;

import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A shape of the service model, compiled for checking requests. */
sealed interface Shape {

  /**
   * A member of a structure.
   *
   * @param required whether it must be there and not null
   */
  record Member(String name, Shape shape, boolean required) {}

  record Structure(String name, List<Member> members) implements Shape {}

  /** A bound is null where the model gives none; lengths count elements. */
  record Elements(Shape member, @Nullable Integer min, @Nullable Integer max) implements Shape {}

  record Entries(Shape value) implements Shape {}

  /**
   * A string.
   *
   * @param values the enumeration in the order of AWS's messages; empty when every text will do
   * @param sensitive the value is not repeated in messages
   * @param isName the operation checks the characters itself: AWS has an error of its own for names
   */
  record Text(
      @Nullable Integer min,
      @Nullable Integer max,
      @Nullable Pattern pattern,
      List<String> values,
      boolean sensitive,
      boolean isName)
      implements Shape {}

  /**
   * A number.
   *
   * @param type as SDKs call it: Integer, Long, Float, Double, Date
   */
  record Amount(String type, @Nullable BigDecimal min, @Nullable BigDecimal max, boolean sensitive)
      implements Shape {}

  record Flag() implements Shape {}
}
