/** Tests of HTTP tasks against servers of the test. */
@NullMarked
package dev.stepwell.integration.http;

import org.jspecify.annotations.NullMarked;
