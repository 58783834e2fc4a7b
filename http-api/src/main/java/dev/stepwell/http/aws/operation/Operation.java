package dev.stepwell.http.aws.operation;

import dev.stepwell.engine.service.Answer;

/** One operation of the API. Safe for any thread; may block until its answer is durable. */
public interface Operation {
  /** As the service model spells it. */
  String name();

  Answer<ResponseBody> answer(Request request);
}
