/** Jars that are no part of the server: integrations of others, and clients of the AWS SDK. */
@NullMarked
package dev.stepwell.integration.plugin;

import org.jspecify.annotations.NullMarked;
