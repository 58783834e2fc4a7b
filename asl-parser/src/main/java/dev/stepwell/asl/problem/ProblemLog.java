package dev.stepwell.asl.problem;

import dev.stepwell.asl.problem.Problem.Code;
import dev.stepwell.asl.problem.Problem.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Collects the problems of one definition, at most {@value #MAX_PROBLEMS}: what is found beyond
 * that is dropped, so that a megabyte of nonsense cannot fill the memory with complaints.
 */
public final class ProblemLog {
  /** Most problems that are kept; the AWS API shows at most 100 of them. */
  public static final int MAX_PROBLEMS = 1_000;

  private record Entry(Problem problem, int order) {}

  private final List<Entry> entries = new ArrayList<>();
  private boolean hasErrors;

  /** Records an error at a place. */
  public void error(Code code, String message, Location location) {
    add(Severity.ERROR, code, message, location);
  }

  /** Records a finding at a place that does not stand in the way. */
  public void warning(Code code, String message, Location location) {
    add(Severity.WARNING, code, message, location);
  }

  /** Records an error of the definition as a whole, which has no place. */
  public void error(Code code, String message) {
    add(Severity.ERROR, code, message, null);
  }

  private void add(Severity severity, Code code, String message, @Nullable Location location) {
    hasErrors |= severity == Severity.ERROR;
    if (entries.size() < MAX_PROBLEMS) {
      // The text of a place is only made where it is kept: it can be long.
      var place = location == null ? null : location.toString();
      var order = location == null ? Integer.MAX_VALUE : location.order();
      entries.add(new Entry(new Problem(severity, code, message, place), order));
    }
  }

  /** Whether anything stands in the way; such an error may have come too late to be kept. */
  public boolean hasErrors() {
    return hasErrors;
  }

  /** In the order of the document; problems without a place come last. */
  public List<Problem> inDocumentOrder() {
    return entries.stream()
        .sorted(Comparator.comparingInt(Entry::order))
        .map(Entry::problem)
        .toList();
  }
}
