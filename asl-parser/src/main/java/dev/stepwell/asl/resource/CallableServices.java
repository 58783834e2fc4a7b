package dev.stepwell.asl.resource;

import dev.stepwell.asl.model.TaskResource.ServiceIntegration;

/** What the server that a definition is meant for can call, beside activities and functions. */
@FunctionalInterface
public interface CallableServices {
  /** What AWS has, whether or not any server of ours can call it. */
  CallableServices OF_AWS =
      call ->
          IntegrationCatalog.patterns(call.service(), call.action()).contains(call.pattern())
              ? Callability.CALLABLE
              : Callability.UNKNOWN;

  /** Everything: for definitions that were checked when they were registered. */
  CallableServices ANY = _ -> Callability.CALLABLE;

  /** Whether the server can make such a call, now. */
  Callability check(ServiceIntegration call);

  /** Whether a call can be made. */
  sealed interface Callability {
    Callability CALLABLE = new Callable();
    Callability UNKNOWN = new Unknown();

    /** It can be made. */
    record Callable() implements Callability {}

    /** Nobody has heard of such a service, or of such an operation of it. */
    record Unknown() implements Callability {}

    /**
     * It is known, and cannot be made here.
     *
     * @param reason for people, a clause without full stop, and what to do about it
     */
    record Missing(String reason) implements Callability {}
  }
}
