package dev.stepwell.engine.codec;

import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.model.Payload;
import dev.stepwell.engine.model.StartedWork;
import dev.stepwell.engine.state.Waiting;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/** What visits wait for, as a member of the document of their scope. */
final class WaitingCodec {
  private WaitingCodec() {}

  static void write(JsonGenerator json, Waiting waiting) {
    switch (waiting) {
      case Waiting.OnTask task -> {
        json.writeObjectPropertyStart("task");
        json.writeStringProperty("activity", task.activityArn());
        json.writeNumberProperty("scheduled", task.scheduledEventId());
        if (task.isStarted()) {
          json.writeNumberProperty("started", task.startedEventId());
        }
        writePayload(json, "input", task.input());
        writeDeadlines(json, task);
      }
      case Waiting.OnCall call -> {
        json.writeObjectPropertyStart("call");
        json.writeNumberProperty("scheduled", call.scheduledEventId());
        if (call.submittedEventId() != 0) {
          json.writeNumberProperty("submitted", call.submittedEventId());
        }
        writeDeadlines(json, call);
        switch (call.started()) {
          case StartedWork.Child(var id) -> {
            json.writeNumberProperty("childShard", id.shard());
            json.writeNumberProperty("child", id.number());
          }
          case StartedWork.Job job -> write(json, job, Objects.requireNonNull(call.asking()));
          case null -> {}
        }
        if (call.early() != null) {
          json.writeObjectPropertyStart("early");
          OutcomeCodec.write(json, call.early());
          json.writeEndObject();
        }
        if (call.handover() != null) {
          write(json, call.handover());
        }
      }
      case Waiting.OnTimer(var until) -> {
        json.writeObjectPropertyStart("timer");
        writeTime(json, "until", until);
      }
      case Waiting.OnRetry(var until) -> {
        json.writeObjectPropertyStart("retry");
        writeTime(json, "until", until);
      }
      case Waiting.OnRedrive() -> json.writeObjectPropertyStart("redrive");
      case Waiting.OnScopes scopes -> {
        json.writeObjectPropertyStart("scopes");
        json.writeNumberProperty("first", scopes.firstScopeId());
        json.writeNumberProperty("total", scopes.total());
        json.writeNumberProperty("concurrency", scopes.concurrency());
        json.writeNumberProperty("started", scopes.startedEventId());
        writePayload(json, "items", scopes.items());
      }
    }
    json.writeEndObject();
  }

  static Waiting read(JsonNode node) {
    var task = node.get("task");
    if (task != null) {
      return new Waiting.OnTask(
          task.required("activity").stringValue(),
          task.required("scheduled").longValue(),
          task.path("started").longValue(0),
          readPayload(task, "input"),
          readTime(task, "timeoutAt"),
          readHeartbeat(task),
          readTime(task, "heartbeatAt"));
    }
    var call = node.get("call");
    if (call != null) {
      return readCall(call);
    }
    var timer = node.get("timer");
    if (timer != null) {
      return new Waiting.OnTimer(requireTime(timer, "until"));
    }
    var retry = node.get("retry");
    if (retry != null) {
      return new Waiting.OnRetry(requireTime(retry, "until"));
    }
    if (node.has("redrive")) {
      return new Waiting.OnRedrive();
    }
    var scopes = node.required("scopes");
    return new Waiting.OnScopes(
        scopes.required("first").intValue(),
        scopes.required("total").intValue(),
        scopes.required("concurrency").intValue(),
        scopes.required("started").longValue(),
        readPayload(scopes, "items"));
  }

  private static Waiting.OnCall readCall(JsonNode call) {
    var early = call.get("early");
    var job = call.get("job");
    return new Waiting.OnCall(
        call.required("scheduled").longValue(),
        call.path("submitted").longValue(0),
        readTime(call, "timeoutAt"),
        readHeartbeat(call),
        readTime(call, "heartbeatAt"),
        job == null ? readChild(call) : readJob(job),
        job == null ? null : readAsking(job),
        early == null ? null : OutcomeCodec.read(early),
        readHandover(call.get("handover")));
  }

  private static StartedWork.@Nullable Child readChild(JsonNode call) {
    return call.has("child")
        ? new StartedWork.Child(
            new ExecutionId(
                call.required("childShard").intValue(), call.required("child").longValue()))
        : null;
  }

  private static void write(JsonGenerator json, StartedWork.Job job, Waiting.Asking asking) {
    json.writeObjectPropertyStart("job");
    json.writeStringProperty("resource", job.resourceArn());
    writePayload(json, "ticket", job.ticket());
    ScopeCodec.writeOptional(json, "role", job.roleArn());
    json.writeNumberProperty("asked", asking.asked());
    json.writeNumberProperty("refusals", asking.refusals());
    writeTime(json, "askAt", asking.at());
    json.writeEndObject();
  }

  private static StartedWork.Job readJob(JsonNode job) {
    return new StartedWork.Job(
        job.required("resource").stringValue(),
        Payload.ofText(job.required("ticket").stringValue()),
        ScopeCodec.readOptional(job, "role"));
  }

  private static Waiting.Asking readAsking(JsonNode job) {
    return new Waiting.Asking(
        job.required("asked").intValue(),
        job.required("refusals").intValue(),
        requireTime(job, "askAt"));
  }

  private static void write(JsonGenerator json, Waiting.Handover handover) {
    json.writeObjectPropertyStart("handover");
    json.writeStringProperty("queue", handover.queue());
    writePayload(json, "input", handover.input());
    json.writeNumberProperty("answerSeconds", handover.answerSeconds());
    if (handover.isStarted()) {
      json.writeNumberProperty("started", handover.startedEventId());
      writeTime(json, "answerBy", handover.answerBy());
    }
    json.writeEndObject();
  }

  private static Waiting.@Nullable Handover readHandover(@Nullable JsonNode handover) {
    return handover == null
        ? null
        : new Waiting.Handover(
            handover.required("queue").stringValue(),
            readPayload(handover, "input"),
            handover.required("answerSeconds").longValue(),
            handover.path("started").longValue(0),
            readTime(handover, "answerBy"));
  }

  private static void writeDeadlines(JsonGenerator json, Waiting.OnWork work) {
    writeTime(json, "timeoutAt", work.timeoutAt());
    if (work.heartbeatSeconds() != null) {
      json.writeNumberProperty("heartbeat", work.heartbeatSeconds());
    }
    writeTime(json, "heartbeatAt", work.heartbeatAt());
  }

  private static @Nullable Long readHeartbeat(JsonNode work) {
    var heartbeat = work.get("heartbeat");
    return heartbeat == null ? null : heartbeat.longValue();
  }

  private static void writePayload(JsonGenerator json, String name, @Nullable Payload payload) {
    ScopeCodec.writeOptional(json, name, payload == null ? null : payload.text());
  }

  private static @Nullable Payload readPayload(JsonNode node, String name) {
    var text = ScopeCodec.readOptional(node, name);
    return text == null ? null : Payload.ofText(text);
  }

  private static void writeTime(JsonGenerator json, String name, @Nullable Instant time) {
    if (time != null) {
      json.writeNumberProperty(name, time.toEpochMilli());
    }
  }

  private static @Nullable Instant readTime(JsonNode node, String name) {
    return node.has(name) ? requireTime(node, name) : null;
  }

  private static Instant requireTime(JsonNode node, String name) {
    return Instant.ofEpochMilli(node.required(name).longValue());
  }
}
