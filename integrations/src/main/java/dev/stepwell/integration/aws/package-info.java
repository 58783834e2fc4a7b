/**
 * AWS services by the AWS SDK for Java: every operation of every client on the class path as {@code
 * aws-sdk:SERVICE:ACTION}, and on top of it the forms that Step Functions gives some of them. One
 * adapter reads the SDK's own description of its requests and answers; nothing here is generated.
 * Depends on {@code dev.stepwell.integration.spi} and the SDK. Source: asl.md §10.
 */
@NullMarked
package dev.stepwell.integration.aws;

import org.jspecify.annotations.NullMarked;
