package dev.stepwell.benchmarks;

import java.time.Duration;

/**
 * What a run does.
 *
 * @param executions how many are measured, if the duration allows
 * @param inFlight executions at a time that are not closed; where they close at once, calls at a
 *     time
 * @param workers activity tasks at a time, over all activities
 * @param duration the longest time in which executions are started and measured
 * @param warmUp how long the same load runs before, unmeasured
 * @param crowd executions that are there all the while
 */
record BenchSettings(
    Workload workload,
    int executions,
    int inFlight,
    int workers,
    Duration duration,
    Duration warmUp,
    Size size,
    int crowd) {}
