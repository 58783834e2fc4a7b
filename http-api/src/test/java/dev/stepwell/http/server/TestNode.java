package dev.stepwell.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.asl.json.Json;
import dev.stepwell.engine.EngineSettings;
import dev.stepwell.engine.model.Arns;
import dev.stepwell.engine.model.Limits;
import dev.stepwell.engine.service.Answer;
import dev.stepwell.engine.store.memory.InMemoryDatabase;
import dev.stepwell.engine.store.memory.InMemoryStores;
import dev.stepwell.http.aws.AwsJsonHandler;
import dev.stepwell.http.aws.model.ServiceModel;
import dev.stepwell.http.aws.operation.Operation;
import dev.stepwell.http.aws.operation.PageTokens;
import dev.stepwell.http.aws.operation.Request;
import dev.stepwell.http.aws.operation.ResponseBody;
import dev.stepwell.http.rest.RestApi;
import dev.stepwell.http.runtime.RuntimeAnswer;
import dev.stepwell.http.runtime.RuntimeApi;
import dev.stepwell.http.runtime.RuntimeRequest;
import dev.stepwell.integration.IntegrationRegistry;
import dev.stepwell.integration.Integrations;
import dev.stepwell.integration.lambda.FunctionTargets;
import dev.stepwell.integration.lambda.LambdaFunctions;
import dev.stepwell.integration.lambda.LaterInvocations;
import dev.stepwell.integration.lambda.RemoteFunctions;
import dev.stepwell.integration.net.AddressPolicy;
import dev.stepwell.integration.net.RequestSigner;
import dev.stepwell.integration.net.WebClient;
import dev.stepwell.integration.states.NestedExecutions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A node on stores in memory, behind a real port. */
final class TestNode implements AutoCloseable {
  static final String ROLE = "arn:aws:iam::123456789012:role/any";

  static final Arns ARNS = new Arns("aws", "us-east-1", "123456789012");
  private static final Duration READER_PATIENCE = Duration.ofSeconds(20);
  private static final Duration DRAIN = Duration.ofSeconds(20);

  private final Node node;
  private final RestApi rest;
  private final HttpListener listener;
  private @Nullable OpenApiDocument document;
  private final BlockingQueue<String> arrived = new LinkedBlockingQueue<>();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  TestNode() {
    this(new InMemoryDatabase(Clock.systemUTC(), new Random(1)));
  }

  /** One of several nodes on a database. */
  TestNode(InMemoryDatabase database) {
    var memory = new InMemoryStores(database);
    node =
        new Node(
            new Node.Stores(
                memory.executions(),
                memory.express(),
                memory.stateMachines(),
                memory.versions(),
                memory.search(),
                memory.bulks(),
                memory.activities(),
                memory.functions(),
                memory.cluster()),
            EngineSettings.defaults(2),
            Duration.ofDays(90),
            ARNS,
            "test",
            services());
    var pageTokens = new PageTokens(memory.cluster().tokenSecret());
    var operations = Operations.on(node, ARNS, pageTokens);
    rest = RestRoutes.on(node, pageTokens, Limits.DEFAULTS.payloadBytes());
    listener =
        listener(
            operations.stream().map(this::counted).toList(),
            rest,
            new RuntimeApi(node.runtimes())::answer,
            node::releasePolls,
            READER_PATIENCE);
    listener.start();
  }

  /** Functions and nested executions, nothing else. */
  private static Node.Services services() {
    var callable = IntegrationRegistry.of();
    return new Node.Services(
        callable,
        (machines, executions, functions, runtimes) ->
            new Integrations(
                new LambdaFunctions(
                    FunctionTargets.of(functions, null),
                    new RemoteFunctions(
                        WebClient.ofThisProcess(AddressPolicy.everything()),
                        _ -> RequestSigner.NONE,
                        Limits.DEFAULTS.payloadBytes(),
                        RemoteFunctions.LIMIT),
                    runtimes,
                    new LaterInvocations(machines, executions, ARNS)),
                new NestedExecutions(executions),
                callable,
                Limits.DEFAULTS.payloadBytes()));
  }

  /** A listener without any REST resources. */
  static HttpListener listener(List<? extends Operation> operations, Runnable releasePolls) {
    return listener(operations, new RestApi(List.of()), releasePolls);
  }

  static HttpListener listener(
      List<? extends Operation> operations, RestApi rest, Runnable releasePolls) {
    return listener(operations, rest, releasePolls, READER_PATIENCE);
  }

  /** A listener that waits no longer than that for those who read its streams. */
  static HttpListener listener(
      List<? extends Operation> operations,
      RestApi rest,
      Runnable releasePolls,
      Duration readerPatience) {
    return listener(
        operations,
        rest,
        _ -> RuntimeAnswer.unavailable("no runtimes"),
        releasePolls,
        readerPatience);
  }

  private static HttpListener listener(
      List<? extends Operation> operations,
      RestApi rest,
      Function<RuntimeRequest, RuntimeAnswer> runtimes,
      Runnable releasePolls,
      Duration readerPatience) {
    return new HttpListener(
        "127.0.0.1",
        0,
        new AwsJsonHandler(ServiceModel.load(Limits.DEFAULTS.payloadBytes()), operations),
        rest,
        runtimes,
        () -> true,
        releasePolls,
        readerPatience,
        DRAIN);
  }

  private Operation counted(Operation operation) {
    return new Operation() {
      @Override
      public String name() {
        return operation.name();
      }

      @Override
      public Answer<ResponseBody> answer(Request request) {
        arrived.add(operation.name());
        return operation.answer(request);
      }
    };
  }

  /** Waits for a request that arrives at an operation, and names that. */
  String awaitArrival() throws InterruptedException {
    return arrived.take();
  }

  /** What came over the wire. */
  record Reply(int status, JsonNode body, HttpResponse<String> response) {
    String text(String member) {
      return body.path(member).asString("");
    }

    /** Name and message of an error. */
    String error() {
      return text("__type") + " " + text("message");
    }
  }

  int port() {
    return listener.port();
  }

  /** Streams, and others who wait for executions to go on. */
  int countWatches() {
    return node.countWatches();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + listener.port() + "/");
  }

  Reply call(String operation, JsonNode request) throws IOException, InterruptedException {
    return call(operation, Json.text(request));
  }

  Reply call(String operation, String request) throws IOException, InterruptedException {
    return send(request(operation, request).build());
  }

  HttpRequest.Builder request(String operation, String body) {
    return HttpRequest.newBuilder(url())
        .header("Content-Type", "application/x-amz-json-1.0")
        .header("X-Amz-Target", "AWSStepFunctions." + operation)
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  Reply send(HttpRequest request) throws IOException, InterruptedException {
    var response = client.send(request, HttpResponse.BodyHandlers.ofString());
    return new Reply(response.statusCode(), Json.parse(response.body()), response);
  }

  /** Posts JSON to a path of the REST face; the answer must be as its document says. */
  Reply post(String path, String body) throws IOException, InterruptedException {
    return checked(
        send(
            HttpRequest.newBuilder(url().resolve(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build()));
  }

  /** Asks for something by plain HTTP; an answer of the REST face must be as its document says. */
  Reply get(String path) throws IOException, InterruptedException {
    return checked(send(HttpRequest.newBuilder(url().resolve(path)).build()));
  }

  private Reply checked(Reply reply) throws IOException, InterruptedException {
    var request = reply.response().request();
    var path = request.uri().getRawPath();
    if (path.startsWith(RestApi.ROOT + "/") && reply.status() != 404 && reply.status() != 405) {
      var contentType = reply.response().headers().firstValue("content-type").orElse("");
      assertThat(
              document()
                  .check(
                      request.method(),
                      path.substring(RestApi.ROOT.length()),
                      reply.status(),
                      contentType,
                      reply.body()))
          .as(reply.response().body())
          .isEmpty();
    }
    return reply;
  }

  /** What this node says of its REST face. */
  synchronized OpenApiDocument document() throws IOException, InterruptedException {
    if (document == null) {
      var url = url().resolve(RestApi.ROOT + "/openapi.json");
      document = new OpenApiDocument(send(HttpRequest.newBuilder(url).build()).body());
    }
    return document;
  }

  RestApi rest() {
    return rest;
  }

  /** Registers a machine and gives its ARN. */
  String createMachine(String name, String definition) throws IOException, InterruptedException {
    return call(
            "CreateStateMachine",
            Json.object().put("name", name).put("definition", definition).put("roleArn", ROLE))
        .text("stateMachineArn");
  }

  /** Stops listening, as a server that is told to end. */
  void stopListening() {
    listener.close();
  }

  @Override
  public void close() {
    listener.close();
    node.close();
    client.close();
  }
}
