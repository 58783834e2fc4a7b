package dev.stepwell.asl.resource;

import static dev.stepwell.asl.model.TaskResource.IntegrationPattern.REQUEST_RESPONSE;
import static dev.stepwell.asl.model.TaskResource.IntegrationPattern.RUN_JOB;
import static dev.stepwell.asl.model.TaskResource.IntegrationPattern.RUN_JOB_2;
import static dev.stepwell.asl.model.TaskResource.IntegrationPattern.WAIT_FOR_TASK_TOKEN;

import dev.stepwell.asl.model.TaskResource.IntegrationPattern;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The optimized integrations, and how each may be called. Every operation of every service is there
 * beside them under the name {@code aws-sdk:SERVICE}. Source: asl.md §10.
 */
public final class IntegrationCatalog {
  /** What the names of services begin with that are called through the AWS SDK. */
  public static final String AWS_SDK = "aws-sdk:";

  private static final Set<IntegrationPattern> CALL = Set.of(REQUEST_RESPONSE);
  private static final Set<IntegrationPattern> CALL_OR_TOKEN =
      Set.of(REQUEST_RESPONSE, WAIT_FOR_TASK_TOKEN);
  private static final Set<IntegrationPattern> CALL_OR_JOB = Set.of(REQUEST_RESPONSE, RUN_JOB);
  private static final Set<IntegrationPattern> CALL_OR_JOB_OR_TOKEN =
      Set.of(REQUEST_RESPONSE, RUN_JOB, WAIT_FOR_TASK_TOKEN);

  private record Operation(String service, String action) {}

  private static final Map<Operation, Set<IntegrationPattern>> OPTIMIZED = optimized();

  private static final Set<String> OPTIMIZED_SERVICES =
      OPTIMIZED.keySet().stream().map(Operation::service).collect(Collectors.toUnmodifiableSet());

  /** Fields of the parameters that a call cannot do without. */
  private static final Map<Operation, List<String>> REQUIRED =
      Map.ofEntries(
          Map.entry(new Operation("lambda", "invoke"), List.of("FunctionName")),
          Map.entry(new Operation("sqs", "sendMessage"), List.of("QueueUrl", "MessageBody")),
          Map.entry(new Operation("sns", "publish"), List.of("Message")),
          Map.entry(new Operation("dynamodb", "getItem"), List.of("TableName", "Key")),
          Map.entry(new Operation("dynamodb", "putItem"), List.of("TableName", "Item")),
          Map.entry(new Operation("dynamodb", "updateItem"), List.of("TableName", "Key")),
          Map.entry(new Operation("dynamodb", "deleteItem"), List.of("TableName", "Key")),
          Map.entry(new Operation("states", "startExecution"), List.of("StateMachineArn")),
          Map.entry(new Operation("events", "putEvents"), List.of("Entries")),
          Map.entry(new Operation("ecs", "runTask"), List.of("TaskDefinition")),
          Map.entry(new Operation("glue", "startJobRun"), List.of("JobName")),
          Map.entry(new Operation("apigateway", "invoke"), List.of("ApiEndpoint", "Method")),
          Map.entry(new Operation("http", "invoke"), List.of("ApiEndpoint", "Method")));

  private IntegrationCatalog() {}

  /** Whether AWS has the service; others are named by those who integrate them. */
  public static boolean isOfAws(String service) {
    return service.startsWith(AWS_SDK) || isOptimized(service);
  }

  /** Whether AWS calls the service in a way of its own, beside that of its SDK. */
  public static boolean isOptimized(String service) {
    return OPTIMIZED_SERVICES.contains(service);
  }

  /** How an operation of AWS may be called; empty where there is no such operation. */
  public static Set<IntegrationPattern> patterns(String service, String action) {
    if (service.startsWith(AWS_SDK)) {
      return Character.isLowerCase(action.charAt(0)) ? CALL_OR_TOKEN : Set.of();
    }
    return OPTIMIZED.getOrDefault(new Operation(service, action), Set.of());
  }

  /** The fields that the parameters of an optimized operation must have, in AWS's order. */
  public static List<String> requiredFields(String service, String action) {
    return REQUIRED.getOrDefault(new Operation(service, action), List.of());
  }

  private static Map<Operation, Set<IntegrationPattern>> optimized() {
    var table = new Table();
    table.add("lambda", CALL_OR_TOKEN, "invoke");
    table.add("sqs", CALL_OR_TOKEN, "sendMessage");
    table.add("sns", CALL_OR_TOKEN, "publish");
    table.add("events", CALL_OR_TOKEN, "putEvents");
    table.add("apigateway", CALL_OR_TOKEN, "invoke");
    table.add("http", CALL, "invoke");
    table.add(
        "states",
        Set.of(REQUEST_RESPONSE, RUN_JOB, RUN_JOB_2, WAIT_FOR_TASK_TOKEN),
        "startExecution");
    table.add("dynamodb", CALL, "getItem", "putItem", "updateItem", "deleteItem");
    table.add("ecs", CALL_OR_JOB_OR_TOKEN, "runTask");
    table.add("batch", CALL_OR_JOB, "submitJob");
    table.add("glue", CALL_OR_JOB, "startJobRun");
    table.add("athena", CALL_OR_JOB, "startQueryExecution");
    table.add("athena", CALL, "stopQueryExecution", "getQueryExecution", "getQueryResults");
    table.add("codebuild", CALL_OR_JOB, "startBuild", "startBuildBatch", "retryBuildBatch");
    table.add("codebuild", CALL, "stopBuild", "batchDeleteBuilds", "batchGetReports");
    table.add("codebuild", CALL, "stopBuildBatch", "deleteBuildBatch");
    table.add("eks", CALL_OR_JOB, "createCluster", "deleteCluster");
    table.add("eks", CALL_OR_JOB, "createFargateProfile", "deleteFargateProfile");
    table.add("eks", CALL_OR_JOB, "createNodegroup", "deleteNodegroup");
    table.add("eks", CALL_OR_JOB_OR_TOKEN, "runJob");
    table.add("eks", CALL_OR_TOKEN, "call");
    table.add("elasticmapreduce", CALL_OR_JOB, "createCluster", "terminateCluster", "addStep");
    table.add("elasticmapreduce", CALL, "setClusterTerminationProtection", "cancelStep");
    table.add("elasticmapreduce", CALL, "modifyInstanceFleetByName", "modifyInstanceGroupByName");
    table.add("emr-containers", CALL, "createVirtualCluster");
    table.add("emr-containers", CALL_OR_JOB, "deleteVirtualCluster", "startJobRun");
    table.add("emr-serverless", CALL_OR_JOB, "createApplication", "startApplication");
    table.add("emr-serverless", CALL_OR_JOB, "stopApplication", "deleteApplication");
    table.add("emr-serverless", CALL_OR_JOB, "startJobRun", "cancelJobRun");
    table.add("sagemaker", CALL_OR_JOB, "createTrainingJob", "createTransformJob");
    table.add("sagemaker", CALL_OR_JOB, "createProcessingJob", "createLabelingJob");
    table.add("sagemaker", CALL_OR_JOB, "createHyperParameterTuningJob");
    table.add("sagemaker", CALL, "createModel", "createEndpoint", "createEndpointConfig");
    table.add("sagemaker", CALL, "updateEndpoint");
    table.add("databrew", CALL_OR_JOB, "startJobRun");
    table.add("mediaconvert", CALL_OR_JOB, "createJob");
    table.add("bedrock", CALL_OR_TOKEN, "invokeModel");
    table.add("bedrock", CALL_OR_JOB, "createModelCustomizationJob");
    return Map.copyOf(table.rows);
  }

  private static final class Table {
    private final Map<Operation, Set<IntegrationPattern>> rows = new HashMap<>();

    void add(String service, Set<IntegrationPattern> patterns, String... actions) {
      for (var action : actions) {
        rows.put(new Operation(service, action), patterns);
      }
    }
  }
}
