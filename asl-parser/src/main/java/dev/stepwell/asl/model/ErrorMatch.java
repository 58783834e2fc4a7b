package dev.stepwell.asl.model;

import java.util.List;

/** How {@code ErrorEquals} selects errors: exact names and two wildcards. Source: asl.md §14. */
final class ErrorMatch {
  private ErrorMatch() {}

  static boolean matches(List<String> errorEquals, String errorName) {
    for (var pattern : errorEquals) {
      if (pattern.equals(errorName) || matchesWildcard(pattern, errorName)) {
        return true;
      }
    }
    return false;
  }

  private static boolean matchesWildcard(String pattern, String errorName) {
    return switch (pattern) {
      // Other than documented, it has States.DataLimitExceeded (recorded).
      case ErrorNames.ALL -> !errorName.equals(ErrorNames.RUNTIME);
      case ErrorNames.TASK_FAILED -> !isOfTheExecution(errorName) && !isTimeout(errorName);
      // A heartbeat miss is matched by either name.
      case ErrorNames.TIMEOUT -> errorName.equals(ErrorNames.HEARTBEAT_TIMEOUT);
      default -> false;
    };
  }

  private static boolean isOfTheExecution(String errorName) {
    return errorName.equals(ErrorNames.RUNTIME) || errorName.equals(ErrorNames.DATA_LIMIT_EXCEEDED);
  }

  private static boolean isTimeout(String errorName) {
    return errorName.equals(ErrorNames.TIMEOUT) || errorName.equals(ErrorNames.HEARTBEAT_TIMEOUT);
  }
}
