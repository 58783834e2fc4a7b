package dev.stepwell.integration;

import dev.stepwell.asl.model.ErrorNames;
import dev.stepwell.asl.model.TaskResource.ServiceIntegration;
import dev.stepwell.asl.resource.CallableServices;
import dev.stepwell.asl.resource.IntegrationCatalog;
import dev.stepwell.engine.call.ServiceCaller.Onlooker;
import dev.stepwell.integration.spi.Call;
import dev.stepwell.integration.spi.Integration;
import dev.stepwell.integration.spi.Job;
import dev.stepwell.integration.spi.JobIntegration;
import dev.stepwell.integration.spi.Operation;
import dev.stepwell.integration.spi.Operation.Pattern;
import dev.stepwell.integration.spi.Outcome;
import dev.stepwell.integration.spi.Progress;
import dev.stepwell.integration.spi.Support;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * The integrations of a server, and which of them makes a call: the first that can. Those of the
 * server go before those of plugins, so that no jar takes a service over.
 */
public final class IntegrationRegistry implements CallableServices, AutoCloseable {
  private static final String NOBODY = "it has no integration for it";

  private final List<Integration> integrations;

  private IntegrationRegistry(List<Integration> integrations) {
    this.integrations = List.copyOf(integrations);
  }

  /**
   * The given integrations, and those that jars bring.
   *
   * @param own in the order in which they are asked
   * @param plugins of the jars
   * @throws ServiceConfigurationError when a jar names a class that is not there or no integration
   */
  public static IntegrationRegistry load(List<Integration> own, ClassLoader plugins) {
    var all = new ArrayList<>(own);
    try {
      ServiceLoader.load(Integration.class, plugins).forEach(all::add);
      return new IntegrationRegistry(all);
    } catch (ServiceConfigurationError e) {
      all.forEach(Integration::close);
      throw e;
    }
  }

  /** The given integrations only, in the order in which they are asked. */
  public static IntegrationRegistry of(Integration... integrations) {
    return new IntegrationRegistry(List.of(integrations));
  }

  @Override
  public Callability check(ServiceIntegration call) {
    if (Integrations.isBuiltIn(call.service())) {
      return Callability.CALLABLE;
    }
    var pattern = pattern(call);
    if (pattern == null) {
      return Callability.UNKNOWN;
    }
    return switch (find(new Operation(call.service(), call.action(), pattern)).support()) {
      case Support.Supported() -> Callability.CALLABLE;
      case Support.Unknown() ->
          IntegrationCatalog.isOptimized(call.service())
              ? new Callability.Missing(NOBODY)
              : Callability.UNKNOWN;
      case Support.Missing(var reason) -> new Callability.Missing(reason);
    };
  }

  /** How the call looks to an integration; null for what only nested executions have. */
  static @Nullable Pattern pattern(ServiceIntegration call) {
    return switch (call.pattern()) {
      case REQUEST_RESPONSE -> Pattern.REQUEST_RESPONSE;
      case WAIT_FOR_TASK_TOKEN -> Pattern.WAIT_FOR_TASK_TOKEN;
      case RUN_JOB -> Pattern.RUN_JOB;
      case RUN_JOB_2 -> null;
    };
  }

  /**
   * Lets the integration that makes such calls make this one.
   *
   * @param onlooker sees what is exchanged with an API; null for nobody
   */
  Outcome call(Call call, @Nullable Onlooker onlooker) throws InterruptedException {
    var operation = call.operation();
    var found = find(operation);
    if (found.integration().isEmpty()) {
      return new Outcome.Failed(ErrorNames.TASK_FAILED, cannotCall(operation, found));
    }
    var outcome = callBy(found.integration().get(), call, onlooker);
    if (outcome instanceof Outcome.Answered && operation.pattern() == Pattern.RUN_JOB) {
      throw new IllegalStateException("no job was started by " + operation);
    }
    return outcome;
  }

  private static String cannotCall(Operation operation, Found found) {
    return "This server cannot call "
        + operation.service()
        + ":"
        + operation.action()
        + (found.support() instanceof Support.Missing(var reason) ? ": " + reason : ": " + NOBODY);
  }

  /** Lets the integration that started a job ask for it. */
  Progress ask(Job job) throws InterruptedException {
    var found = find(job.operation());
    if (!(found.integration().orElse(null) instanceof JobIntegration jobs)) {
      return new Progress.Refused(ErrorNames.TASK_FAILED, cannotCall(job.operation(), found));
    }
    try {
      return jobs.ask(job);
    } catch (LinkageError unfit) {
      throw unfit(jobs, unfit);
    }
  }

  /** Lets the integration that started a job stop it, if it is still there. */
  void stop(Job job) throws InterruptedException {
    if (find(job.operation()).integration().orElse(null) instanceof JobIntegration jobs) {
      try {
        jobs.stop(job);
      } catch (LinkageError unfit) {
        throw unfit(jobs, unfit);
      }
    }
  }

  // A jar that was made for other versions than are here: not a reason to lose the thread.
  private static IllegalStateException unfit(Integration integration, LinkageError unfit) {
    return new IllegalStateException(integration.getClass().getName() + " does not fit", unfit);
  }

  private static Outcome callBy(Integration integration, Call call, @Nullable Onlooker onlooker)
      throws InterruptedException {
    try {
      return integration instanceof ObservedIntegration observed && onlooker != null
          ? observed.call(call, onlooker)
          : integration.call(call);
    } catch (LinkageError unfit) {
      throw unfit(integration, unfit);
    }
  }

  /** Who makes calls of an operation; if nobody, the best that anybody says about it. */
  private record Found(Optional<Integration> integration, Support support) {}

  private Found find(Operation operation) {
    var best = Support.UNKNOWN;
    for (var integration : integrations) {
      if (operation.pattern() == Pattern.RUN_JOB && !(integration instanceof JobIntegration)) {
        // Made before there were jobs, it may not look at the pattern.
        continue;
      }
      var support = integration.support(operation);
      if (support instanceof Support.Supported) {
        return new Found(Optional.of(integration), support);
      }
      if (best instanceof Support.Unknown) {
        best = support;
      }
    }
    return new Found(Optional.empty(), best);
  }

  @Override
  public void close() {
    integrations.forEach(Integration::close);
  }
}
