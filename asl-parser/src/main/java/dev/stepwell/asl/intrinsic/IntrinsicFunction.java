package dev.stepwell.asl.intrinsic;

import dev.stepwell.asl.expression.Evaluated;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All intrinsic functions. Source: asl.md §8. */
enum IntrinsicFunction {
  ARRAY("Array", 0, Integer.MAX_VALUE),
  ARRAY_PARTITION("ArrayPartition", 2, 2),
  ARRAY_CONTAINS("ArrayContains", 2, 2),
  ARRAY_RANGE("ArrayRange", 3, 3),
  ARRAY_GET_ITEM("ArrayGetItem", 2, 2),
  ARRAY_LENGTH("ArrayLength", 1, 1),
  ARRAY_UNIQUE("ArrayUnique", 1, 1),
  BASE64_ENCODE("Base64Encode", 1, 1),
  BASE64_DECODE("Base64Decode", 1, 1),
  HASH("Hash", 2, 2),
  JSON_MERGE("JsonMerge", 3, 3),
  STRING_TO_JSON("StringToJson", 1, 1),
  JSON_TO_STRING("JsonToString", 1, 1),
  MATH_RANDOM("MathRandom", 2, 3),
  MATH_ADD("MathAdd", 2, 2),
  STRING_SPLIT("StringSplit", 2, 2),
  UUID("UUID", 0, 0),
  FORMAT("Format", 1, Integer.MAX_VALUE);

  private static final Map<String, IntrinsicFunction> BY_NAME =
      Stream.of(values()).collect(Collectors.toUnmodifiableMap(f -> f.aslName, f -> f));

  private final String aslName;
  private final int minArguments;
  private final int maxArguments;

  IntrinsicFunction(String aslName, int minArguments, int maxArguments) {
    this.aslName = aslName;
    this.minArguments = minArguments;
    this.maxArguments = maxArguments;
  }

  /** The function of that name, without {@code States.}; null where there is none. */
  static @Nullable IntrinsicFunction find(String aslName) {
    return BY_NAME.get(aslName);
  }

  /** Without {@code States.}. */
  String aslName() {
    return aslName;
  }

  boolean accepts(int arguments) {
    return arguments >= minArguments && arguments <= maxArguments;
  }

  /** Whether the result may be a text, as {@code ErrorPath} and {@code CausePath} demand. */
  boolean mayReturnText() {
    return switch (this) {
      case FORMAT, JSON_TO_STRING, ARRAY_GET_ITEM, BASE64_ENCODE, BASE64_DECODE, HASH, UUID -> true;
      default -> false;
    };
  }

  /** Whether the work grows with the text of the arguments, not only with their number. */
  boolean readsArgumentsInFull() {
    return switch (this) {
      case FORMAT, JSON_TO_STRING, HASH, ARRAY_CONTAINS, ARRAY_UNIQUE -> true;
      default -> false;
    };
  }

  Evaluated call(Arguments arguments) {
    return switch (this) {
      case ARRAY -> ArrayFunctions.array(arguments);
      case ARRAY_PARTITION -> ArrayFunctions.arrayPartition(arguments);
      case ARRAY_CONTAINS -> ArrayFunctions.arrayContains(arguments);
      case ARRAY_RANGE -> ArrayFunctions.arrayRange(arguments);
      case ARRAY_GET_ITEM -> ArrayFunctions.arrayGetItem(arguments);
      case ARRAY_LENGTH -> ArrayFunctions.arrayLength(arguments);
      case ARRAY_UNIQUE -> ArrayFunctions.arrayUnique(arguments);
      case BASE64_ENCODE -> TextFunctions.base64Encode(arguments);
      case BASE64_DECODE -> TextFunctions.base64Decode(arguments);
      case HASH -> TextFunctions.hash(arguments);
      case JSON_MERGE -> JsonFunctions.jsonMerge(arguments);
      case STRING_TO_JSON -> JsonFunctions.stringToJson(arguments);
      case JSON_TO_STRING -> JsonFunctions.jsonToString(arguments);
      case MATH_RANDOM -> NumberFunctions.mathRandom(arguments);
      case MATH_ADD -> NumberFunctions.mathAdd(arguments);
      case STRING_SPLIT -> TextFunctions.stringSplit(arguments);
      case UUID -> NumberFunctions.uuid(arguments);
      case FORMAT -> TextFunctions.format(arguments);
    };
  }
}
