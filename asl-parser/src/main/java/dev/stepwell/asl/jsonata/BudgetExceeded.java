package dev.stepwell.asl.jsonata;

/** Leaves the library in the middle of an evaluation that takes too much. */
final class BudgetExceeded extends RuntimeException {
  private static final long serialVersionUID = 1;

  BudgetExceeded(String message) {
    // No stack trace: the stack is deep, and it is the expression's, not the program's.
    super(message, null, false, false);
  }
}
