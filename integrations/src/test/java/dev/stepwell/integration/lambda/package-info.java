/** Tests of the calls of functions, against a server that answers as Lambda does. */
@NullMarked
package dev.stepwell.integration.lambda;

import org.jspecify.annotations.NullMarked;
