package dev.stepwell.http.server;

/** Definitions that tests need. */
final class Definitions {
  static final String PASS =
      """
      { "StartAt": "A", "States": { "A": { "Type": "Pass", "End": true } } }""";

  static final String WAIT =
      """
      {"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":3600,"End":true}}}""";

  private Definitions() {}

  static String task(String activityArn) {
    return """
    {"StartAt":"T","States":{"T":{"Type":"Task","Resource":"%s","End":true}}}"""
        .formatted(activityArn);
  }
}
