/** Tests of the directory of plugins. */
@NullMarked
package dev.stepwell.integration.plugin;

import org.jspecify.annotations.NullMarked;
