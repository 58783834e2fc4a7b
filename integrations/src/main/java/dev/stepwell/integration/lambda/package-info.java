/** Functions that are reached by AWS Lambda's Invoke API, or at plain URLs. */
@NullMarked
package dev.stepwell.integration.lambda;

import org.jspecify.annotations.NullMarked;
