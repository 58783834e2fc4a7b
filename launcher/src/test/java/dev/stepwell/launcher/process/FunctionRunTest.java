package dev.stepwell.launcher.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.asl.json.Json;
import dev.stepwell.persistence.testing.TestDatabase;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * {@code ./stepwell function run} in a process of its own, with handlers in JavaScript and Python
 * that do what handlers should, and what they should not.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FunctionRunTest {
  @TempDir private Path folder;

  private TestDatabase database;
  private ServerProcess server;
  private FunctionMachines machines;

  @BeforeAll
  void startServer() throws InterruptedException {
    NodeHere.require("node");
    database = TestDatabase.create();
    server = ServerProcess.on(database);
    machines = new FunctionMachines(server.url());
  }

  @AfterAll
  void close() {
    if (machines != null) {
      machines.close();
      server.close();
      database.close();
    }
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private RunningProgram run(String... arguments) throws IOException {
    var command = new ArrayList<>(Interruptible.program());
    command.addAll(List.of("function", "run", "--json", "--url", server.url().toString()));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("STEPWELL_DATABASE_PASSWORD", "secret");
    return RunningProgram.start(builder, "Running ");
  }

  private static JsonNode output(JsonNode execution) {
    assertThat(execution.path("status").asString()).as(execution.toString()).isEqualTo("SUCCEEDED");
    return Json.parse(execution.path("output").asString());
  }

  private static void assertFailed(JsonNode execution, String error, String partOfCause) {
    assertThat(execution.path("error").asString()).as(execution.toString()).isEqualTo(error);
    assertThat(execution.path("cause").asString()).contains(partOfCause);
  }

  private JsonNode logs(String executionArn) throws Exception {
    var path = "/api/v1/executions/" + URLEncoder.encode(executionArn, UTF_8) + "/logs";
    try (var http = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(server.url().resolve(path)).build();
      return Json.parse(http.send(request, BodyHandlers.ofString()).body()).path("logs");
    }
  }

  @Test
  void handlersOfEveryStyleReturnTheirResults() throws Exception {
    var async =
        file(
            "async.js",
            """
            exports.handler = async (event, context) => ({
              event, name: context.functionName, arn: context.invokedFunctionArn,
              left: context.getRemainingTimeInMillis() > 0, id: context.awsRequestId.length > 0,
              root: process.env.LAMBDA_TASK_ROOT, handler: process.env._HANDLER,
              region: process.env.AWS_REGION,
              secrets: Object.keys(process.env).filter((name) => name.startsWith('STEPWELL_')),
            });
            """);
    var callback =
        file(
            "callback.js", "exports.handler = (e, c, done) => setTimeout(() => done(null, e), 5);");
    var module = file("module.mjs", "export const main = async (event) => [event];");
    var nothing = file("nothing.js", "exports.handler = (event, context, callback) => {};");
    try (var _ =
        run(
            "Async=" + async,
            "Callback=" + callback,
            "Module=" + module + "#main",
            "Nothing=" + nothing)) {
      var told = output(machines.call("Async", "{\"a\":1}"));
      assertThat(told.path("event")).isEqualTo(Json.parse("{\"a\":1}"));
      assertThat(told.path("name").asString()).isEqualTo("Async");
      assertThat(told.path("arn").asString())
          .isEqualTo("arn:aws:lambda:us-east-1:123456789012:function:Async");
      assertThat(told.path("left").asBoolean()).isTrue();
      assertThat(told.path("id").asBoolean()).isTrue();
      assertThat(told.path("root").asString()).isEqualTo(folder.toString());
      assertThat(told.path("handler").asString()).isEqualTo("async.handler");
      assertThat(told.path("secrets")).isEmpty();
      assertThat(output(machines.call("Callback", "[2]"))).isEqualTo(Json.parse("[2]"));
      assertThat(output(machines.call("Module", "3"))).isEqualTo(Json.parse("[3]"));
      assertThat(output(machines.call("Nothing", "4")).isNull()).isTrue();
    }
  }

  @Test
  void handlersInPythonReturnTheirResults() throws Exception {
    NodeHere.require("python3");
    var python =
        file(
            "total.py",
            """
            def lambda_handler(event, context):
                if event is None:
                    raise ValueError("nothing")
                print("total of", event)
                return {"n": event["n"] + 1, "name": context.function_name,
                        "left": context.get_remaining_time_in_millis() > 0}
            """);
    try (var _ = run("Total=" + python)) {
      var machine = machines.machine("Total");
      var execution = machines.start(machine, "{\"n\":1}");
      assertThat(output(machines.ended(execution)))
          .isEqualTo(Json.parse("{\"n\":2,\"name\":\"Total\",\"left\":true}"));
      assertThat(logs(execution).path(0).path("text").asString()).contains("total of {'n': 1}");
      assertFailed(
          machines.ended(machines.start(machine, "null")),
          "ValueError",
          "\"errorMessage\": \"nothing\"");
    }
  }

  @Test
  void aHandlerThatFailsTellsItsErrorAndGoesOn() throws Exception {
    var declines =
        file(
            "declines.js",
            """
            class Declined extends Error { constructor(m) { super(m); this.name = 'Declined'; } }
            exports.handler = async (event) => {
              if (event.exit) process.exit(3);
              if (event.text) throw 'a text';
              if (event.circle) { const a = {}; a.a = a; return a; }
              if (event.later) { setTimeout(() => { throw new Declined('later'); }, 1); return new Promise(() => {}); }
              if (event.decline) throw new Declined('no money');
              return process.pid;
            };
            """);
    try (var _ = run("Declines=" + declines)) {
      var machine = machines.machine("Declines");
      var first = output(machines.ended(machines.start(machine, "{}"))).asInt();
      assertFailed(
          machines.ended(machines.start(machine, "{\"decline\":true}")), "Declined", "no money");
      assertFailed(machines.ended(machines.start(machine, "{\"text\":true}")), "string", "a text");
      assertFailed(
          machines.ended(machines.start(machine, "{\"circle\":true}")), "TypeError", "circular");
      assertThat(output(machines.ended(machines.start(machine, "{}"))).asInt()).isEqualTo(first);
      assertFailed(
          machines.ended(machines.start(machine, "{\"exit\":true}")),
          "Runtime.ExitError",
          "exit status 3");
      assertFailed(
          machines.ended(machines.start(machine, "{\"later\":true}")), "Declined", "later");
      assertThat(output(machines.ended(machines.start(machine, "{}"))).asInt()).isNotEqualTo(first);
    }
  }

  @Test
  void aHandlerThatHangsIsEndedInTimeAndTakesNoOtherWithIt() throws Exception {
    var hangs =
        file(
            "hangs.js",
            """
            exports.handler = (event) =>
              event.hangs ? new Promise(() => setInterval(() => {}, 1000)) : Promise.resolve('done');
            """);
    try (var _ = run("Hangs=" + hangs, "--timeout", "1", "--concurrency", "1")) {
      var machine = machines.machine("Hangs");
      var hanging = machines.start(machine, "{\"hangs\":true}");
      var waiting = machines.start(machine, "{\"hangs\":false}");
      assertFailed(machines.ended(hanging), "Sandbox.Timedout", "Task timed out after");
      assertThat(output(machines.ended(waiting)).asString()).isEqualTo("done");
    }
  }

  @Test
  void aHandlerThatCannotBeLoadedFailsItsInvocationsUntilItIsMended() throws Exception {
    var broken = file("broken.js", "exports.handler = async () => {");
    var missing = file("missing.js", "exports.other = 1;");
    var requires = file("requires.js", "require('not-there'); exports.handler = async () => 1;");
    try (var _ = run("Broken=" + broken, "Missing=" + missing, "Requires=" + requires)) {
      var machine = machines.machine("Broken");
      assertFailed(
          machines.ended(machines.start(machine, "{}")), "Runtime.UserCodeSyntaxError", "");
      assertFailed(machines.call("Missing", "{}"), "Runtime.HandlerNotFound", "missing.handler");
      assertFailed(machines.call("Requires", "{}"), "Runtime.ImportModuleError", "not-there");
      Files.writeString(broken, "exports.handler = async () => 'mended';");
      assertThat(output(machines.ended(machines.start(machine, "{}"))).asString())
          .isEqualTo("mended");
    }
  }

  @Test
  void aChangedHandlerIsLoadedAnew() throws Exception {
    var changes = file("changes.js", "exports.handler = async () => 'before';");
    try (var _ = run("Changes=" + changes)) {
      var machine = machines.machine("Changes");
      assertThat(output(machines.ended(machines.start(machine, "{}"))).asString())
          .isEqualTo("before");
      Files.writeString(changes, "exports.handler = async () => 'afterwards';");
      machines
          .client()
          .await(
              "the handler is loaded anew",
              () ->
                  output(machines.ended(machines.start(machine, "{}")))
                      .asString()
                      .equals("afterwards"),
              Duration.ofSeconds(60));
    }
  }

  @Test
  void whatAHandlerPrintsIsTheLogOfTheStep() throws Exception {
    var prints =
        file(
            "prints.js",
            """
            exports.handler = async (event) => {
              for (let i = 0; i < event.lines; i++) console.log('x'.repeat(99));
              console.log('the end');
              return event.lines;
            };
            """);
    try (var _ = run("Prints=" + prints)) {
      var machine = machines.machine("Prints");
      var little = machines.start(machine, "{\"lines\":2}");
      assertThat(output(machines.ended(little)).asInt()).isEqualTo(2);
      assertThat(logs(little)).hasSize(1);
      assertThat(logs(little).path(0).path("text").asString().strip())
          .isEqualTo("x".repeat(99) + "\n" + "x".repeat(99) + "\nthe end");
      assertThat(logs(little).path(0).path("isCut").asBoolean()).isFalse();

      var much = machines.start(machine, "{\"lines\":100000}");
      assertThat(output(machines.ended(much)).asInt()).isEqualTo(100_000);
      var log = logs(much).path(0);
      assertThat(log.path("isCut").asBoolean()).isTrue();
      assertThat(log.path("text").asString().length()).isLessThanOrEqualTo(256 * 1024);
      assertThat(log.path("text").asString().strip()).endsWith("the end");
    }
  }

  @Test
  void aProgramThatSpeaksTheRuntimeApiMayMisbehave() throws Exception {
    var program =
        file(
            "bootstrap",
            """
            #!/usr/bin/env node
            const base = 'http://' + process.env.AWS_LAMBDA_RUNTIME_API + '/2018-06-01/runtime/invocation/';
            const post = async (path, body) => (await fetch(base + path, { method: 'POST', body })).status;
            (async () => {
              while (true) {
                const next = await fetch(base + 'next');
                const id = next.headers.get('lambda-runtime-aws-request-id');
                const event = await next.json();
                if (event.large) {
                  await post(id + '/response', '"' + 'x'.repeat(7000000) + '"');
                } else if (event.twice) {
                  const first = await post(id + '/response', '"first"');
                  const second = await post(id + '/response', '"second"');
                  statuses = [first, second];
                } else if (event.statuses) {
                  await post(id + '/response', JSON.stringify(statuses));
                } else {
                  await post(id + '/response', '{no JSON');
                }
              }
            })();
            let statuses;
            """);
    assertThat(program.toFile().setExecutable(true)).isTrue();
    try (var _ = run("Program=" + program)) {
      var machine = machines.machine("Program");
      assertThat(output(machines.ended(machines.start(machine, "{}"))).asString())
          .isEqualTo("{no JSON");
      assertThat(output(machines.ended(machines.start(machine, "{\"twice\":true}"))).asString())
          .isEqualTo("first");
      assertThat(output(machines.ended(machines.start(machine, "{\"statuses\":true}"))))
          .isEqualTo(Json.parse("[202,400]"));
      assertFailed(
          machines.ended(machines.start(machine, "{\"large\":true}")),
          "Function.ResponseSizeTooLarge",
          "6291456");
    }
  }

  @Test
  void theNextInvocationWaitsUntilTheProgramAsksForIt() throws Exception {
    var program =
        file(
            "bootstrap",
            """
            #!/usr/bin/env node
            const fs = require('fs');
            const base = 'http://' + process.env.AWS_LAMBDA_RUNTIME_API + '/2018-06-01/runtime/invocation/';
            const asks = () => new Promise((ready) => {
              const look = () => fs.existsSync('%s') ? ready() : setTimeout(look, 10);
              look();
            });
            (async () => {
              while (true) {
                const next = await fetch(base + 'next');
                const id = next.headers.get('lambda-runtime-aws-request-id');
                await fetch(base + id + '/response', { method: 'POST', body: await next.text() });
                await asks();
              }
            })();
            """
                .formatted(folder.resolve("ask")));
    assertThat(program.toFile().setExecutable(true)).isTrue();
    try (var _ = run("Slow=" + program)) {
      var machine = machines.machine("Slow");
      assertThat(output(machines.ended(machines.start(machine, "1"))).asInt()).isEqualTo(1);
      var second = machines.start(machine, "2");
      machines.awaitEvent(second, "LambdaFunctionStarted");
      var _ = file("ask", "");
      assertThat(output(machines.ended(second)).asInt()).isEqualTo(2);
    }
  }

  @Test
  void theFirstInterruptLetsInvocationsFinish() throws Exception {
    var gate = folder.resolve("gate");
    var begun = folder.resolve("begun");
    assertThat(new ProcessBuilder("mkfifo", gate.toString(), begun.toString()).start().waitFor())
        .isZero();
    var finishes =
        file(
            "finishes.js",
            """
            const fs = require('fs');
            exports.handler = async (event) => {
              await fs.promises.writeFile(event.begun, 'x');
              return (await fs.promises.readFile(event.gate, 'utf8')).trim();
            };
            """);
    try (var runner = run("Finishes=" + finishes)) {
      var execution =
          machines.start(
              machines.machine("Finishes"),
              Json.text(Json.object().put("gate", gate.toString()).put("begun", begun.toString())));
      assertThat(Files.readString(begun)).isEqualTo("x");
      runner.signal("INT");
      runner.awaitLine("Running invocations may finish");
      Files.writeString(gate, "done");
      assertThat(output(machines.ended(execution)).asString()).isEqualTo("done");
      assertThat(runner.process().waitFor()).isZero();
    }
  }
}
