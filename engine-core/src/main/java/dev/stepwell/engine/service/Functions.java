package dev.stepwell.engine.service;

import dev.stepwell.engine.model.FunctionTarget;
import dev.stepwell.engine.model.RegisteredFunction;
import dev.stepwell.engine.store.FunctionStore;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Functions that have a target of their own, and what their handlers print, as callers see them.
 */
public final class Functions {
  /** Source: Lambda's CreateFunction, FunctionName. */
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9-_]{1,64}");

  private final FunctionStore store;
  private final Executions executions;
  private final Runnable changed;

  /**
   * The functions of one installation.
   *
   * @param changed told after every change
   */
  public Functions(FunctionStore store, Executions executions, Runnable changed) {
    this.store = store;
    this.executions = executions;
    this.changed = changed;
  }

  /** Registers a function, or gives it another target. */
  public Answer<RegisteredFunction> put(String name, FunctionTarget target, Duration timeout) {
    if (!NAME.matcher(name).matches()) {
      return Answer.refused(Refusal.INVALID_NAME, "Invalid Name: '" + name + "'");
    }
    var function = new RegisteredFunction(name, target, timeout);
    store.put(function);
    changed.run();
    return Answer.given(function);
  }

  /** Forgets a function; invocations that wait for its runtimes keep waiting. */
  public Answer<RegisteredFunction> remove(String name) {
    return find(name)
        .then(function -> {
          var removed = store.remove(name);
          changed.run();
          return removed ? Answer.given(function) : doesNotExist(name);
        });
  }

  public Answer<RegisteredFunction> find(String name) {
    return list().stream()
        .filter(function -> function.name().equals(name))
        .findFirst()
        .map(Answer::given)
        .orElseGet(() -> doesNotExist(name));
  }

  private static <T> Answer<T> doesNotExist(String name) {
    return Answer.refused(
        Refusal.RESOURCE_NOT_FOUND, "No function of that name has a target of its own: " + name);
  }

  /** All of them, by name. */
  public List<RegisteredFunction> list() {
    return store.list();
  }

  /**
   * What handlers printed for the tasks of an execution, in the order of these.
   *
   * @param afterScheduledEventId those behind that attempt of a task
   */
  public Answer<List<FunctionStore.Log>> logs(
      String executionArn, long afterScheduledEventId, int limit) {
    return executions.id(executionArn).map(id -> store.listLogs(id, afterScheduledEventId, limit));
  }
}
