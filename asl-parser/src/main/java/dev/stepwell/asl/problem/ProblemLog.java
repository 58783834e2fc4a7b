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

  /** Records an error at a place. */
  public void error(Code code, String message, Location location) {
    if (entries.size() < MAX_PROBLEMS) {
      add(code, message, location.toString(), location.order());
    }
  }

  /** Records an error of the definition as a whole, which has no place. */
  public void error(Code code, String message) {
    if (entries.size() < MAX_PROBLEMS) {
      add(code, message, null, Integer.MAX_VALUE);
    }
  }

  private void add(Code code, String message, @Nullable String location, int order) {
    entries.add(new Entry(new Problem(Severity.ERROR, code, message, location), order));
  }

  public boolean isEmpty() {
    return entries.isEmpty();
  }

  /** In the order of the document; problems without a place come last. */
  public List<Problem> inDocumentOrder() {
    return entries.stream()
        .sorted(Comparator.comparingInt(Entry::order))
        .map(Entry::problem)
        .toList();
  }
}
