package dev.stepwell.worker;

import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a worker was built with; checked by the builder. */
record WorkerSettings(
    ActivityRef activity,
    TaskHandler handler,
    String workerName,
    int concurrency,
    int pollers,
    Duration pollTimeout,
    Duration drainTimeout,
    @Nullable Duration heartbeatInterval,
    Backoff.Bounds backoff,
    Consumer<String> onReported) {}
