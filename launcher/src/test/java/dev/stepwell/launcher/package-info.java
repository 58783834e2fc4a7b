@NullMarked
package dev.stepwell.launcher;

import org.jspecify.annotations.NullMarked;
