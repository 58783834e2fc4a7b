package dev.stepwell.asl.resource;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.asl.model.TaskResource.Activity;
import dev.stepwell.asl.model.TaskResource.IntegrationPattern;
import dev.stepwell.asl.model.TaskResource.LambdaFunction;
import dev.stepwell.asl.model.TaskResource.ServiceIntegration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceArnTest {
  @Test
  void knowsActivities() {
    var arn = "arn:aws:states:us-east-1:123456789012:activity:work";

    assertThat(ResourceArn.parse(arn)).contains(new Activity(arn));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arn:aws:lambda:us-east-1:123456789012:function:f",
        "arn:aws-cn:lambda:cn-north-1:123456789012:function:f:3",
        "arn:aws:lambda:us-east-1:123456789012:function:f:$LATEST",
        // Recorded: the create and update cases use this very text.
        "arn:aws:lambda:your-region:your-account-id:function:yourHelloWorldFunction"
      })
  void knowsLambdaFunctions(String arn) {
    assertThat(ResourceArn.parse(arn)).contains(new LambdaFunction(arn));
  }

  @ParameterizedTest
  @CsvSource({
    "lambda:invoke,lambda,invoke,REQUEST_RESPONSE",
    "lambda:invoke.waitForTaskToken,lambda,invoke,WAIT_FOR_TASK_TOKEN",
    "states:startExecution.sync,states,startExecution,RUN_JOB",
    "states:startExecution.sync:2,states,startExecution,RUN_JOB_2",
    "ecs:runTask.waitForTaskToken,ecs,runTask,WAIT_FOR_TASK_TOKEN",
    "emr-serverless:startJobRun.sync,emr-serverless,startJobRun,RUN_JOB",
    "aws-sdk:sqs:receiveMessage,aws-sdk:sqs,receiveMessage,REQUEST_RESPONSE",
    "aws-sdk:s3:listObjectsV2,aws-sdk:s3,listObjectsV2,REQUEST_RESPONSE",
    "aws-sdk:sfn:startExecution.waitForTaskToken,aws-sdk:sfn,startExecution,WAIT_FOR_TASK_TOKEN"
  })
  void knowsServices(String resource, String service, String action, IntegrationPattern pattern) {
    var arn = "arn:aws:states:::" + resource;

    assertThat(ResourceArn.parse(arn))
        .contains(new ServiceIntegration(arn, service, action, pattern));
  }

  @ParameterizedTest
  @CsvSource({
    "acme:doThing,REQUEST_RESPONSE",
    "acme:doThing.sync,RUN_JOB",
    "acme:doThing.waitForTaskToken,WAIT_FOR_TASK_TOKEN",
  })
  void readsServicesThatAwsHasNotByTheirForm(String resource, IntegrationPattern pattern) {
    var arn = "arn:aws:states:::" + resource;

    assertThat(ResourceArn.parse(arn))
        .contains(new ServiceIntegration(arn, "acme", "doThing", pattern));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arn:aws:states:::dynamodb:query",
        "arn:aws:states:::lambda:invoke.sync",
        "arn:aws:states:::sqs:sendMessage.sync",
        "arn:aws:states:::dynamodb:putItem.waitForTaskToken",
        "arn:aws:states:::batch:submitJob.waitForTaskToken",
        "arn:aws:states:::batch:submitJob.sync:2",
        "arn:aws:states:::ecs:runTask.sync:3",
        "arn:aws:states:::states:startExecution.later",
        "arn:aws:states:::states:startExecution:2",
        "arn:aws:states:::aws-sdk:sqs:receiveMessage.sync",
        "arn:aws:states:::aws-sdk:sqs:ReceiveMessage",
        "arn:aws:states:::aws-sdk:sqs",
        "arn:aws:states:::aws-sdk:SQS:sendMessage",
        "arn:aws:states:::acme:doThing.sync:2",
        "arn:aws:states:::Acme:doThing",
        "arn:aws:states:us-east-1::lambda:invoke",
        "arn:aws:lambda:us-east-1:123456789012:function",
        "arn:aws:lambda:us-east-1:123456789012:layer:l",
        "arn:aws:states:us-east-1:123456789012:stateMachine:m"
      })
  void refusesTheRest(String arn) {
    assertThat(ResourceArn.isWellFormed(arn)).isTrue();
    assertThat(ResourceArn.parse(arn)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "lambda", "arn:aws:states", "arn:aws:states:::", "brn:a:b:c:d:e"})
  void knowsTheFormOfAnArn(String text) {
    assertThat(ResourceArn.isWellFormed(text)).isEqualTo(text.equals("arn:aws:states:::"));
  }
}
