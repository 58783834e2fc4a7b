package dev.stepwell.integration.aws;

import java.time.Instant;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.StringNode;

/** How the times of an answer are told. */
enum TimeForm {
  /** {@code 2026-10-26T07:33:20Z}. */
  ISO {
    @Override
    JsonNode node(Instant time) {
      return StringNode.valueOf(time.toString());
    }
  },
  /** Milliseconds since 1970, as in the descriptions of jobs that have ended. */
  MILLIS {
    @Override
    JsonNode node(Instant time) {
      return LongNode.valueOf(time.toEpochMilli());
    }
  };

  abstract JsonNode node(Instant time);
}
