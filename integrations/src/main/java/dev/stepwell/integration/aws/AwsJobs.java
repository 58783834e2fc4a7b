package dev.stepwell.integration.aws;

import dev.stepwell.asl.json.Json;
import dev.stepwell.integration.spi.Call;
import dev.stepwell.integration.spi.Job;
import dev.stepwell.integration.spi.Operation;
import dev.stepwell.integration.spi.Outcome;
import dev.stepwell.integration.spi.Progress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** Jobs of AWS services: asked for and stopped by operations of the client that started them. */
final class AwsJobs {
  private static final Logger LOG = LoggerFactory.getLogger(AwsJobs.class);
  private static final String TASK_FAILED = "States.TaskFailed";
  private static final String NO_STREAM = "";

  /** Of a question, which is asked again soon; shorter than a lost one is believed on its way. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private final SdkCaller caller;
  private final Function<String, SdkService> clients;
  private final Duration patience;

  /**
   * Jobs of the services that are there.
   *
   * @param clients by name
   * @param patience how long a service may take to answer
   */
  AwsJobs(SdkCaller caller, Function<String, SdkService> clients, Duration patience) {
    this.caller = caller;
    this.clients = clients;
    this.patience = patience;
  }

  /** What became of a call that starts a job, after it was answered. */
  static Outcome started(Call call, Outcome outcome) {
    if (!(outcome instanceof Outcome.Answered(var result))) {
      return outcome;
    }
    var kind = kind(call.operation());
    return kind.ticket(call.parameters(), result)
        .<Outcome>map(ticket -> new Outcome.Started(result, ticket))
        .orElseGet(() -> new Outcome.Failed(kind.notStarted(), Json.text(result)));
  }

  Progress ask(Job job) throws InterruptedException {
    var kind = kind(job.operation());
    return switch (send(job, kind.ask(), "ask")) {
      case Sent.Answered answered ->
          progress(kind, new AnswerWriter(BlobForm.TEXT, TimeForm.MILLIS).write(answered.answer()));
      case Sent.Refused refused when refused.isPassing() ->
          new Progress.Unreachable(refused.message());
      case Sent.Refused refused when refused.isCalled(kind.gone()) ->
          new Progress.Ended(new Outcome.Answered(Json.object()));
      case Sent.Refused refused -> {
        var failed = service(job).errors().refused(refused.refusal());
        yield new Progress.Refused(failed.error(), failed.cause());
      }
      case Sent.Unreachable(var message) -> new Progress.Unreachable(message);
      case Sent.Unsendable(var failed) -> new Progress.Refused(failed.error(), failed.cause());
      case Sent.TooLong() -> new Progress.Ended(new Outcome.TooLarge());
    };
  }

  private static Progress progress(JobKind kind, JsonNode answer) {
    var described = kind.described(answer);
    if (described.isMissingNode()) {
      return new Progress.Refused(TASK_FAILED, Json.text(answer));
    }
    return switch (kind.state(described)) {
      case RUNNING -> new Progress.Running();
      case SUCCEEDED -> new Progress.Ended(new Outcome.Answered(kind.result(described)));
      case FAILED ->
          new Progress.Ended(new Outcome.Failed(TASK_FAILED, Json.text(kind.result(described))));
    };
  }

  void stop(Job job) throws InterruptedException {
    var stop = kind(job.operation()).stop();
    if (stop != null && !(send(job, stop, "stop") instanceof Sent.Answered)) {
      LOG.info("a job of {} was not stopped: {}", job.operation(), job.ticket());
    }
  }

  private Sent send(Job job, JobKind.Operation operation, String part) throws InterruptedException {
    var client = clients.apply(service(job).client());
    return caller.send(
        new SdkCaller.Request(
            client,
            client.operation(operation.action()).orElseThrow(),
            job.ticket().path(part),
            job.roleArn(),
            key(job),
            job.maxResultBytes(),
            patience),
        BlobForm.TEXT,
        NO_STREAM);
  }

  /** The same at every repetition, for operations that are told which of them are one. */
  private static String key(Job job) {
    var ticket = Json.text(job.ticket()).getBytes(StandardCharsets.UTF_8);
    return UUID.nameUUIDFromBytes(ticket).toString();
  }

  private static JobKind kind(Operation operation) {
    return JobKind.find(operation.service(), operation.action()).orElseThrow();
  }

  private static OptimizedService service(Job job) {
    return OptimizedService.find(job.operation().service(), job.operation().action()).orElseThrow();
  }
}
