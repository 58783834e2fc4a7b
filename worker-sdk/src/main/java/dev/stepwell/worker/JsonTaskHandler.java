package dev.stepwell.worker;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** A typed handler as a raw one. */
final class JsonTaskHandler<I, O extends @Nullable Object> implements TaskHandler {
  /** Amounts of money stay digits: {@code 1E+3} is a number too, but not one that people expect. */
  static final JsonMapper DEFAULT_MAPPER =
      JsonMapper.builder().enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN).build();

  private final JsonMapper mapper;
  private final ObjectReader reader;
  private final TypedTaskHandler<I, O> handler;

  JsonTaskHandler(JsonMapper mapper, Class<I> inputType, TypedTaskHandler<I, O> handler) {
    this.mapper = mapper;
    this.reader = mapper.readerFor(inputType);
    this.handler = handler;
  }

  @Override
  public String handle(TaskContext context, String input) throws Exception {
    return mapper.writeValueAsString(handler.handle(context, read(input)));
  }

  private I read(String input) {
    I value;
    try {
      value = reader.readValue(input);
    } catch (JacksonException e) {
      throw new TaskFailure(ErrorCodes.INVALID_INPUT, e.getOriginalMessage(), e);
    }
    if (value == null) {
      throw new TaskFailure(ErrorCodes.INVALID_INPUT, "The input is null");
    }
    return value;
  }
}
