package dev.stepwell.benchmarks;

import java.util.Map;

/**
 * What a workload saw from outside.
 *
 * @param executions closed within the time
 * @param nanos from the first start to the last close
 * @param more figures of this workload alone, in their order, by the name that the JSON has
 */
record Measurement(int executions, long nanos, Latencies latencies, Map<String, Double> more) {}
