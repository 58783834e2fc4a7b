/**
 * Activity tasks done by a command of the operating system: {@link
 * dev.stepwell.launcher.task.CommandHandler} runs it for each task. Depends on worker-sdk and
 * asl-parser's JSON only.
 */
@NullMarked
package dev.stepwell.launcher.task;

import org.jspecify.annotations.NullMarked;
