/** Tests of the calls of AWS services, against servers that answer as they do. */
@NullMarked
package dev.stepwell.integration.aws;

import org.jspecify.annotations.NullMarked;
