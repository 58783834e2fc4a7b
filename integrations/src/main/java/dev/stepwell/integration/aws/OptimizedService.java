package dev.stepwell.integration.aws;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A service that Step Functions calls in a way of its own: under which name the SDK has it, and how
 * its errors were named by version 1 of the SDK. Source: asl.md §10.
 *
 * @param client name of the SDK's client
 * @param errors how its errors are told
 * @param tellsHttp whether results tell the headers of the answer
 */
record OptimizedService(String client, ErrorStyle errors, boolean tellsHttp) {
  private static final Map<String, OptimizedService> BY_NAME =
      Map.ofEntries(
          of("sqs", "sqs", "SQS", "AmazonSQS"),
          of("sns", "sns", "SNS", "AmazonSNS"),
          Map.entry(
              "dynamodb",
              new OptimizedService(
                  "dynamodb",
                  new ErrorStyle.OfVersion1(
                      "DynamoDB", "AmazonDynamoDBv2", "AmazonDynamoDBException"),
                  true)),
          Map.entry(
              "events",
              new OptimizedService(
                  "eventbridge",
                  new ErrorStyle.OfVersion1(
                      "EventBridge", "AmazonEventBridge", "AmazonEventBridgeException"),
                  false)),
          of("ecs", "ecs", "ECS", "AmazonECS"),
          of("batch", "batch", "Batch", "AWSBatch"),
          of("glue", "glue", "Glue", "AWSGlue"),
          of("athena", "athena", "Athena", "AmazonAthena"),
          of("codebuild", "codebuild", "CodeBuild", "AWSCodeBuild"),
          of("eks", "eks", "EKS", "AmazonEKS"),
          of("elasticmapreduce", "emr", "ElasticMapReduce", "AmazonElasticMapReduce"),
          of("emr-containers", "emrcontainers", "EMRContainers", "AmazonEMRContainers"),
          of("emr-serverless", "emrserverless", "EMRServerless", "AWSEMRServerless"),
          of("sagemaker", "sagemaker", "SageMaker", "AmazonSageMaker"),
          of("databrew", "databrew", "DataBrew", "AWSGlueDataBrew"),
          of("mediaconvert", "mediaconvert", "MediaConvert", "AWSMediaConvert"),
          of("bedrock", "bedrock", "Bedrock", "AmazonBedrock"));

  /** What the SDK has under other names, or not at all. */
  private static final Map<String, List<String>> WITHOUT =
      Map.of(
          "eks",
          List.of("call", "runJob"),
          "elasticmapreduce",
          List.of("modifyInstanceFleetByName", "modifyInstanceGroupByName"));

  private static final OptimizedService BEDROCK_RUNTIME =
      new OptimizedService(
          "bedrockruntime",
          new ErrorStyle.OfVersion1(
              "Bedrock", "AmazonBedrockRuntime", "AmazonBedrockRuntimeException"),
          false);

  /** How an operation is called, or empty where nothing here calls it. */
  static Optional<OptimizedService> find(String service, String action) {
    if (service.equals("bedrock") && action.equals("invokeModel")) {
      return Optional.of(BEDROCK_RUNTIME);
    }
    @Nullable OptimizedService found = BY_NAME.get(service);
    return found == null || WITHOUT.getOrDefault(service, List.of()).contains(action)
        ? Optional.empty()
        : Optional.of(found);
  }

  /** What the SDK calls an operation. */
  static String sdkAction(String service, String action) {
    return Refinement.of(service + ":" + action) instanceof EmrRefinement emr
        ? emr.sdkAction()
        : action;
  }

  private static Map.Entry<String, OptimizedService> of(
      String name, String client, String prefix, String serviceName) {
    return Map.entry(
        name,
        new OptimizedService(
            client,
            new ErrorStyle.OfVersion1(prefix, serviceName, serviceName + "Exception"),
            true));
  }
}
