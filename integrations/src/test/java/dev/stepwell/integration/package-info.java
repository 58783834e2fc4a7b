/** Tests of how integrations are found, asked and called. */
@NullMarked
package dev.stepwell.integration;

import org.jspecify.annotations.NullMarked;
