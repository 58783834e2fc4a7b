package dev.stepwell.engine.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stepwell.engine.command.Command;
import dev.stepwell.engine.model.CallOutcome;
import dev.stepwell.engine.model.ChildOutcome;
import dev.stepwell.engine.model.ExecutionHeader;
import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.model.ExecutionStatus;
import dev.stepwell.engine.model.Payload;
import dev.stepwell.engine.model.Redrives;
import dev.stepwell.engine.model.RevisionKey;
import dev.stepwell.engine.model.StartedWork;
import dev.stepwell.engine.state.Outcome;
import dev.stepwell.engine.state.Scope;
import dev.stepwell.engine.state.Scope.Phase;
import dev.stepwell.engine.state.Variables;
import dev.stepwell.engine.state.Visit;
import dev.stepwell.engine.state.Waiting;
import dev.stepwell.engine.store.Redriven;
import dev.stepwell.engine.store.StoredExecution;
import dev.stepwell.engine.story.GoldenFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * One document of every form, as each format version wrote it. A file here is never changed: what
 * is written from a version on gets a folder of its own, and the old ones must stay readable.
 */
class StoredDocumentsTest {
  /** What only documents with jobs are written as; all others have the version before. */
  private static final String FOLDER_5 = "documents/v5/";

  private static final String FOLDER = "documents/v4/";
  private static final String FOLDER_3 = "documents/v3/";
  private static final String FOLDER_2 = "documents/v2/";
  private static final String OLD_FOLDER = "documents/v1/";
  private static final int SCOPE_ID = 5;
  private static final String ACTIVITY = "arn:aws:states:us-east-1:123456789012:activity:Work";
  private static final Instant AT = Instant.parse("2026-11-22T10:15:30.123Z");
  private static final Payload INPUT =
      Payload.ofText("{\"text\" : \"é \\\"quoted\\\"\", \"n\": 1.10}");

  private static Scope scope(Phase phase) {
    return new Scope(SCOPE_ID, 2, 3, 17, phase, Variables.NONE);
  }

  private static Scope visiting(long previousEventId, Waiting waiting) {
    var visit = new Visit("Work", previousEventId, 12, AT, INPUT, List.of(0, 2));
    return scope(new Phase.Visiting(visit, waiting));
  }

  private static Scope firstVisitOfRoot(long previousEventId) {
    return new Scope(
        Scope.ROOT_ID,
        Scope.NO_PARENT,
        0,
        2,
        new Phase.Visiting(
            new Visit("S", previousEventId, 2, AT, INPUT, List.of()), new Waiting.OnTimer(AT)),
        Variables.NONE);
  }

  /** The forms that both versions have; version 1 did not tell the event before the visit. */
  private static Map<String, Scope> commonScopes(long previousEventId) {
    var scopes = new TreeMap<String, Scope>();
    scopes.put("entering", scope(new Phase.Entering("Next \"state\"", INPUT)));
    scopes.put("waiting-timer", visiting(previousEventId, new Waiting.OnTimer(AT)));
    scopes.put("waiting-retry", visiting(previousEventId, new Waiting.OnRetry(AT)));
    scopes.put(
        "waiting-scopes", visiting(previousEventId, new Waiting.OnScopes(6, 100, 40, 13, null)));
    scopes.put(
        "waiting-task-offered",
        visiting(previousEventId, new Waiting.OnTask(ACTIVITY, 13, 0, null, null, null, null)));
    scopes.put(
        "waiting-task-offered-timed",
        visiting(previousEventId, new Waiting.OnTask(ACTIVITY, 13, 0, null, AT, 60L, null)));
    scopes.put(
        "waiting-task-started",
        visiting(
            previousEventId,
            new Waiting.OnTask(ACTIVITY, 13, 17, null, AT, 60L, AT.plusSeconds(60))));
    return scopes;
  }

  private static Map<String, Scope> scopes() {
    var scopes = scopesOfVersion3();
    var waiting = Waiting.Handover.waiting("function:Charge", Payload.ofText("{ }"), 65);
    scopes.put(
        "waiting-call-offered", visiting(11, Waiting.OnCall.byWorker(13, AT, null, waiting)));
    var started = Waiting.OnCall.byWorker(13, null, 60L, waiting.startedBy(17, AT));
    scopes.put("waiting-call-taken", visiting(11, started));
    return scopes;
  }

  private static Map<String, Scope> scopesOfVersion3() {
    var scopes = scopesOfVersion2();
    scopes.put("waiting-redrive", visiting(11, new Waiting.OnRedrive()));
    return scopes;
  }

  private static Map<String, Scope> scopesOfVersion2() {
    var scopes = commonScopes(11);
    scopes.put("first-visit-of-root", firstVisitOfRoot(0));
    var values = new TreeMap<String, Payload>();
    values.put("größe", Payload.ofText("1.10"));
    values.put("input", INPUT);
    scopes.put(
        "variables", scope(new Phase.Entering("S", INPUT)).with(Variables.NONE.with(values)));
    scopes.put(
        "waiting-scopes-items",
        visiting(11, new Waiting.OnScopes(6, 2, 40, 13, Payload.ofText("[1, {\"a\":2}]"))));
    scopes.put(
        "waiting-task-input",
        visiting(11, new Waiting.OnTask(ACTIVITY, 13, 0, Payload.ofText("{ }"), null, null, null)));
    scopes.put("waiting-call", visiting(11, call(0, null, null)));
    scopes.put(
        "waiting-call-early", visiting(11, call(0, null, new CallOutcome.Failed("E", "a cause"))));
    scopes.put(
        "waiting-call-submitted",
        visiting(11, call(15, new StartedWork.Child(new ExecutionId(9, 77)), null)));
    return scopes;
  }

  private static Waiting.OnCall call(
      long submittedEventId, @Nullable StartedWork started, @Nullable CallOutcome early) {
    return new Waiting.OnCall(
        13,
        submittedEventId,
        AT,
        60L,
        submittedEventId == 0 ? null : AT,
        started,
        null,
        early,
        null);
  }

  private static Map<String, Scope> scopesWithJobs() {
    var scopes = new TreeMap<String, Scope>();
    var resource = "arn:aws:states:::ecs:runTask.sync";
    var role = "arn:aws:iam::123456789012:role/caller";
    scopes.put(
        "waiting-job",
        visiting(11, job(new StartedWork.Job(resource, Payload.ofText("{\"a\" : 1}"), null))));
    scopes.put(
        "waiting-job-role",
        visiting(11, job(new StartedWork.Job(resource, Payload.ofText("\"é\""), role))));
    return scopes;
  }

  private static Waiting.OnCall job(StartedWork.Job job) {
    var asking = new Waiting.Asking(3, 1, AT.plusSeconds(4));
    return new Waiting.OnCall(13, 15, AT, null, null, job, asking, null, null);
  }

  @TestFactory
  List<DynamicTest> scopesWithJobsAreReadable() {
    return scopesWithJobs().entrySet().stream()
        .map(form ->
            DynamicTest.dynamicTest(
                form.getKey(),
                () -> {
                  var scope = form.getValue();
                  var document = ScopeCodec.encode(scope);
                  GoldenFile.compare(
                      FOLDER_5 + form.getKey() + ".json",
                      new String(document, StandardCharsets.UTF_8));
                  assertThat(ScopeCodec.decode(scope.id(), read(FOLDER_5, form.getKey())))
                      .isEqualTo(new ScopeCodec.Decoded.Open(scope));
                }))
        .toList();
  }

  @Test
  void aRootWithAJobMakesTheDocumentOfItsOutcomeANewOne() {
    var job = scopesWithJobs().get("waiting-job");
    var outcome = new Outcome(ExecutionStatus.ABORTED, AT, null, null, null);
    assertThat(new String(ExecutionCodec.encode(outcome, job), StandardCharsets.UTF_8))
        .startsWith("{\"v\":5");
    assertThat(new String(ExecutionCodec.encode(outcome, null), StandardCharsets.UTF_8))
        .startsWith("{\"v\":4");
  }

  private static Map<String, Scope> oldScopes() {
    var scopes = commonScopes(12);
    scopes.put("first-visit-of-root", firstVisitOfRoot(2));
    return scopes;
  }

  @TestFactory
  List<DynamicTest> scopesAreReadable() {
    return scopes().entrySet().stream()
        .map(form ->
            DynamicTest.dynamicTest(
                form.getKey(),
                () -> {
                  var scope = form.getValue();
                  writesAsStored(form.getKey(), ScopeCodec.encode(scope));
                  assertThat(ScopeCodec.decode(scope.id(), read(form.getKey())))
                      .isEqualTo(new ScopeCodec.Decoded.Open(scope));
                }))
        .toList();
  }

  @TestFactory
  List<DynamicTest> scopesOfOldVersionsAreReadable() {
    return Stream.concat(
            areReadable(OLD_FOLDER, oldScopes()),
            Stream.concat(
                areReadable(FOLDER_2, scopesOfVersion2()),
                areReadable(FOLDER_3, scopesOfVersion3())))
        .toList();
  }

  private static Stream<DynamicTest> areReadable(String folder, Map<String, Scope> scopes) {
    return scopes.entrySet().stream()
        .map(form ->
            DynamicTest.dynamicTest(
                folder + form.getKey(),
                () ->
                    assertThat(ScopeCodec.decode(form.getValue().id(), read(folder, form.getKey())))
                        .isEqualTo(new ScopeCodec.Decoded.Open(form.getValue()))));
  }

  @Test
  void anOutputThatWaitsForItsSiblingsIsReadable() {
    writesAsStored("finished", ScopeCodec.encodeFinished(INPUT));
    for (var folder : List.of(OLD_FOLDER, FOLDER_2, FOLDER_3, FOLDER)) {
      assertThat(ScopeCodec.decode(SCOPE_ID, read(folder, "finished")))
          .isEqualTo(new ScopeCodec.Decoded.Finished(INPUT));
    }
  }

  private static Map<String, Outcome> outcomes() {
    return Map.of(
        "outcome-succeeded", new Outcome(ExecutionStatus.SUCCEEDED, AT, INPUT, null, null),
        "outcome-failed", new Outcome(ExecutionStatus.FAILED, AT, null, "E", "a cause"),
        "outcome-failed-bare", new Outcome(ExecutionStatus.FAILED, AT, null, null, null),
        "outcome-timed-out",
            new Outcome(ExecutionStatus.TIMED_OUT, AT, null, "States.Timeout", null),
        "outcome-aborted", new Outcome(ExecutionStatus.ABORTED, AT, null, null, "by hand"));
  }

  @TestFactory
  List<DynamicTest> outcomesAreReadable() {
    return outcomes().entrySet().stream()
        .map(form ->
            DynamicTest.dynamicTest(
                form.getKey(),
                () -> {
                  var outcome = form.getValue();
                  writesAsStored(form.getKey(), ExecutionCodec.encode(outcome, null));
                  for (var folder : List.of(OLD_FOLDER, FOLDER_2, FOLDER_3, FOLDER)) {
                    var document = read(folder, form.getKey());
                    var state = ExecutionCodec.decode(closed(outcome, document), AT);
                    assertThat(state.outcome()).isEqualTo(outcome);
                    assertThat(state.open()).as("what a redrive needs").isEmpty();
                  }
                }))
        .toList();
  }

  @Test
  void whatARedriveGoesOnWithIsReadable() {
    var outcome = new Outcome(ExecutionStatus.FAILED, AT, null, "E", "a cause");
    var root = firstVisitOfRoot(0);
    writesAsStored("outcome-redrivable", ExecutionCodec.encode(outcome, root));
    var state = ExecutionCodec.decode(closed(outcome, read("outcome-redrivable")), AT);
    assertThat(state.outcome()).isEqualTo(outcome);
    assertThat(state.open().values()).containsExactly(root);
  }

  @Test
  void clientTokensOfRedrivesAreReadable() {
    var redrives = Redrives.NONE.with("first", AT).with(null, AT).with("third", AT.plusMillis(1));
    var stored = RedriveCodec.encode(redrives);
    writesAsStored("redrive-tokens", stored.tokens());
    assertThat(
            RedriveCodec.decode(new Redriven(stored.count(), stored.at(), read("redrive-tokens"))))
        .isEqualTo(redrives);
  }

  private static StoredExecution closed(Outcome outcome, byte[] document) {
    var header =
        new ExecutionHeader(new ExecutionId(1, 1), new RevisionKey(1, 1), "n", INPUT, AT, null);
    return new StoredExecution(
        header,
        3,
        outcome.status(),
        9,
        4,
        AT,
        null,
        outcome.stoppedAt(),
        null,
        document,
        List.of());
  }

  @Test
  void commandsInTheInboxAreReadable() {
    var stop = new Command.StopExecution("E", "a cause");
    writesAsStored("inbox-stop", CommandCodec.encode(stop));
    assertThat(CommandCodec.decode(read("inbox-stop"))).isEqualTo(stop);
    assertThat(CommandCodec.decode(read(OLD_FOLDER, "inbox-stop"))).isEqualTo(stop);
    assertThat(CommandCodec.decode(read(FOLDER_2, "inbox-stop"))).isEqualTo(stop);
    var bare = new Command.StopExecution(null, null);
    writesAsStored("inbox-stop-bare", CommandCodec.encode(bare));
    assertThat(CommandCodec.decode(read("inbox-stop-bare"))).isEqualTo(bare);
    assertThat(CommandCodec.decode(read(OLD_FOLDER, "inbox-stop-bare"))).isEqualTo(bare);
    assertThat(CommandCodec.decode(read(FOLDER_2, "inbox-stop-bare"))).isEqualTo(bare);
  }

  @Test
  void endsOfNestedExecutionsInTheInboxAreReadable() {
    var succeeded = child(ExecutionStatus.SUCCEEDED, INPUT, null, null);
    writesAsStored("inbox-child-succeeded", CommandCodec.encode(succeeded));
    assertThat(CommandCodec.decode(read("inbox-child-succeeded"))).isEqualTo(succeeded);
    assertThat(CommandCodec.decode(read(FOLDER_2, "inbox-child-succeeded"))).isEqualTo(succeeded);
    var failed = child(ExecutionStatus.FAILED, null, "E", "a cause");
    writesAsStored("inbox-child-failed", CommandCodec.encode(failed));
    assertThat(CommandCodec.decode(read("inbox-child-failed"))).isEqualTo(failed);
    assertThat(CommandCodec.decode(read(FOLDER_2, "inbox-child-failed"))).isEqualTo(failed);
  }

  private static Command.ReportChild child(
      ExecutionStatus status,
      @Nullable Payload output,
      @Nullable String error,
      @Nullable String cause) {
    return new Command.ReportChild(
        13,
        new ChildOutcome(
            "arn:e", "arn:m", "n", status, INPUT, output, error, cause, AT, AT.plusSeconds(1)));
  }

  @Test
  void documentsOfANewerVersionAreRefused() {
    refusesNewer("entering", document -> ScopeCodec.decode(SCOPE_ID, document));
    refusesNewer("finished", document -> ScopeCodec.decode(SCOPE_ID, document));
    refusesNewer("inbox-stop", CommandCodec::decode);
    var outcome = new Outcome(ExecutionStatus.FAILED, AT, null, null, null);
    refusesNewer(
        "outcome-failed", document -> ExecutionCodec.decode(closed(outcome, document), AT));
  }

  private static void refusesNewer(String form, Function<byte[], @Nullable Object> reading) {
    var text = new String(read(form), StandardCharsets.UTF_8).replace("\"v\":4", "\"v\":6");
    assertThatThrownBy(() -> reading.apply(text.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "a stored document has format version 6, newer than this server's 5: upgrade this node");
  }

  private static void writesAsStored(String form, byte[] document) {
    GoldenFile.compare(FOLDER + form + ".json", new String(document, StandardCharsets.UTF_8));
  }

  private static byte[] read(String form) {
    return read(FOLDER, form);
  }

  private static byte[] read(String folder, String form) {
    try {
      return Files.readAllBytes(Path.of("src", "test", "resources", folder + form + ".json"));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
