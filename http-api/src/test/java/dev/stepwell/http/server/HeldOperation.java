package dev.stepwell.http.server;

import dev.stepwell.engine.service.Answer;
import dev.stepwell.http.aws.operation.Operation;
import dev.stepwell.http.aws.operation.Request;
import dev.stepwell.http.aws.operation.ResponseBody;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

/** A long poll whose end the test decides. */
final class HeldOperation implements Operation {
  /** Requests that wait for their answers. */
  final BlockingQueue<Request> waiting = new LinkedBlockingQueue<>();

  private final CountDownLatch released = new CountDownLatch(1);

  @Override
  public String name() {
    return "GetActivityTask";
  }

  @Override
  public Answer<ResponseBody> answer(Request request) {
    waiting.add(request);
    try {
      released.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return Answer.given(ResponseBody.EMPTY);
  }

  void release() {
    released.countDown();
  }
}
