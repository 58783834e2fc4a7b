@NullMarked
package dev.stepwell.launcher.task;

import org.jspecify.annotations.NullMarked;
