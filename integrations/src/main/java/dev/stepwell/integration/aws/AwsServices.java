package dev.stepwell.integration.aws;

import dev.stepwell.integration.net.AwsSigner;
import dev.stepwell.integration.net.RequestSigner;
import dev.stepwell.integration.spi.Call;
import dev.stepwell.integration.spi.Job;
import dev.stepwell.integration.spi.JobIntegration;
import dev.stepwell.integration.spi.Operation;
import dev.stepwell.integration.spi.Operation.Pattern;
import dev.stepwell.integration.spi.Outcome;
import dev.stepwell.integration.spi.Progress;
import dev.stepwell.integration.spi.Support;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.util.VersionInfo;
import tools.jackson.databind.node.ObjectNode;

/**
 * AWS services: {@code aws-sdk:SERVICE:ACTION} for every client of the SDK that is there, and the
 * optimized integrations that are calls of one operation.
 */
public final class AwsServices implements JobIntegration {
  private static final String AWS_SDK = "aws-sdk:";
  private static final String BODY = "Body";

  /** Bodies of other names, by {@code SERVICE:ACTION}: the SDK does not tell them. */
  private static final Map<String, String> STREAMS =
      Map.ofEntries(
          Map.entry("cloudsearchdomain:uploadDocuments", "Documents"),
          Map.entry("codeartifact:getPackageVersionAsset", "Asset"),
          Map.entry("codeartifact:publishPackageVersion", "AssetContent"),
          Map.entry("ebs:getSnapshotBlock", "BlockData"),
          Map.entry("ebs:putSnapshotBlock", "BlockData"),
          Map.entry("lexruntime:postContent", "InputStream"),
          Map.entry("polly:synthesizeSpeech", "AudioStream"),
          Map.entry("workmailmessageflow:getRawMessageContent", "MessageContent"));

  private final SdkClients clients;
  private final SdkCaller caller;
  private final AwsJobs jobs;

  /**
   * The services whose clients a loader has.
   *
   * @param region of the server: for calls where the SDK's settings have none
   * @param maxCalls at a time
   * @param maxResultBytes larger answers are not read to their end
   */
  public AwsServices(ClassLoader loader, String region, int maxCalls, int maxResultBytes) {
    this(loader, region, maxCalls, maxResultBytes, AwsJobs.PATIENCE);
  }

  /**
   * The same.
   *
   * @param patienceWithJobs how long a service may take to say how a job is
   */
  AwsServices(
      ClassLoader loader,
      String region,
      int maxCalls,
      int maxResultBytes,
      Duration patienceWithJobs) {
    this.clients = new SdkClients(loader, region, maxCalls, maxResultBytes);
    this.caller = new SdkCaller(clients);
    this.jobs = new AwsJobs(caller, name -> clients.service(name).orElseThrow(), patienceWithJobs);
  }

  /** The version of the SDK that clients must have. */
  public static String sdkVersion() {
    return VersionInfo.SDK_VERSION;
  }

  @Override
  public Support support(Operation operation) {
    var name = clientOf(operation);
    if (name.isEmpty()) {
      return Support.UNKNOWN;
    }
    var service = clients.service(name);
    if (service.isEmpty()) {
      return new Support.Missing(
          "the AWS SDK's client of '%s' is not installed; add it with './stepwell plugin add %s' and restart the server"
              .formatted(name, name));
    }
    return service.get().operation(sdkAction(operation)).isPresent() && isKnown(operation)
        ? Support.SUPPORTED
        : Support.UNKNOWN;
  }

  private static String sdkAction(Operation operation) {
    return OptimizedService.sdkAction(operation.service(), operation.action());
  }

  private static boolean isKnown(Operation operation) {
    return operation.pattern() != Pattern.RUN_JOB
        || JobKind.find(operation.service(), operation.action()).isPresent();
  }

  /** The name of the client that makes the calls, or nothing. */
  private static String clientOf(Operation operation) {
    return operation.service().startsWith(AWS_SDK)
        ? operation.service().substring(AWS_SDK.length())
        : OptimizedService.find(operation.service(), operation.action())
            .map(OptimizedService::client)
            .orElse("");
  }

  @Override
  public Outcome call(Call call) throws InterruptedException {
    var operation = call.operation();
    var name = clientOf(operation);
    var service = clients.service(name).orElseThrow();
    var sdkOperation = service.operation(sdkAction(operation)).orElseThrow();
    var optimized = OptimizedService.find(operation.service(), operation.action());
    var manner =
        new SdkCaller.Manner(
            optimized
                .map(OptimizedService::errors)
                .orElseGet(() -> new ErrorStyle.OfSdk(service.errorPrefix())),
            name.startsWith("dynamodb") ? BlobForm.BASE64 : BlobForm.TEXT,
            STREAMS.getOrDefault(name + ":" + operation.action(), BODY),
            optimized.map(OptimizedService::tellsHttp).orElse(false));
    var refinement =
        optimized.isEmpty()
            ? Refinement.NONE
            : Refinement.of(operation.service() + ":" + operation.action());
    var request = SdkCaller.Request.of(service, sdkOperation, call, refinement.parameters(call));
    var outcome = caller.call(request, manner);
    if (outcome instanceof Outcome.Answered(ObjectNode result)) {
      outcome = refinement.result(result);
    }
    return operation.pattern() == Pattern.RUN_JOB ? AwsJobs.started(call, outcome) : outcome;
  }

  @Override
  public Progress ask(Job job) throws InterruptedException {
    return jobs.ask(job);
  }

  @Override
  public void stop(Job job) throws InterruptedException {
    jobs.stop(job);
  }

  /**
   * Signs requests that are made without a client of the SDK.
   *
   * @param service as signatures name it, such as {@code execute-api}
   * @param roleArn of a state's {@code Credentials}, or null for the server's own
   */
  public RequestSigner signer(String service, String region, @Nullable String roleArn) {
    return request -> {
      try {
        var signer = new AwsSigner(caller.credentials(roleArn), service, region, Clock.systemUTC());
        return signer.sign(request);
      } catch (RoleCredentials.NotAssumableException refused) {
        return new RequestSigner.Signing.Impossible(String.valueOf(refused.getMessage()));
      }
    };
  }

  @Override
  public void close() {
    clients.close();
  }
}
