package dev.stepwell.launcher.function;

import java.time.Instant;
import java.util.Map;

/**
 * What a server has handed out, as its answer has it.
 *
 * @param headers those of the Runtime API
 * @param event JSON
 */
record Invocation(String requestId, Instant deadline, Map<String, String> headers, byte[] event) {}
