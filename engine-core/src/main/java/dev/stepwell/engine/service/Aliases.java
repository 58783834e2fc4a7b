package dev.stepwell.engine.service;

import dev.stepwell.engine.model.Arns;
import dev.stepwell.engine.store.StateMachineStore;
import dev.stepwell.engine.store.StateMachineStore.Machine;
import dev.stepwell.engine.store.StateMachineStore.MachineRevision;
import dev.stepwell.engine.store.VersionStore;
import dev.stepwell.engine.store.VersionStore.Alias;
import dev.stepwell.engine.store.VersionStore.Route;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Aliases of state machines as callers see them. Every change is safe to repeat. */
public final class Aliases {
  /** Of one machine. Source: quotas.md. */
  public static final int MAX_PER_MACHINE = 100;

  private static final int ALL_PERCENT = 100;

  private final VersionStore store;
  private final MachineFinder machines;
  private final Arns arns;
  private final Clock clock;
  private final Consumer<String> changed;

  /**
   * Aliases on a store.
   *
   * @param changed told the name of every machine whose aliases this node has changed
   */
  public Aliases(
      StateMachineStore machines,
      VersionStore store,
      Arns arns,
      Clock clock,
      Consumer<String> changed) {
    this.store = store;
    this.machines = new MachineFinder(machines, arns);
    this.arns = arns;
    this.clock = clock;
    this.changed = changed;
  }

  /**
   * Where an alias leads.
   *
   * @param weight in percent, 0–100
   */
  public record Routing(String stateMachineVersionArn, int weight) {}

  /**
   * An alias.
   *
   * @param description null when absent
   */
  public record Description(
      String stateMachineAliasArn,
      String name,
      @Nullable String description,
      List<Routing> routingConfiguration,
      Instant creationDate,
      Instant updateDate) {}

  /**
   * Creates an alias. The same request again gets the same answer.
   *
   * @param routing one or two
   */
  public Answer<Description> create(
      String name, @Nullable String description, List<Routing> routing) {
    return checked(routing)
        .then(target ->
            Races.until(() -> {
              var machine = machines.find(target.machine()).orElse(null);
              return machine == null
                  ? Optional.of(doesNotExist(routing.getFirst().stateMachineVersionArn()))
                  : create(machine.machine(), name, description, target.routes());
            }));
  }

  private Optional<Answer<Description>> create(
      Machine machine, String name, @Nullable String description, List<Route> routes) {
    if (machine.deleting()) {
      return Optional.of(MachineFinder.deleting(arns.stateMachine(machine.name())));
    }
    var existing = store.findAlias(machine.id(), name).orElse(null);
    if (existing != null) {
      var same =
          existing.routes().equals(routes) && Objects.equals(existing.description(), description);
      return Optional.of(
          same
              ? Answer.given(describe(machine.name(), existing))
              : Answer.refused(
                  Refusal.CONFLICT,
                  "Failed to create alias because an alias with the same name and a different routing configuration already exists."));
    }
    if (store.countAliases(machine.id()) >= MAX_PER_MACHINE) {
      return Optional.of(
          Answer.refused(
              Refusal.SERVICE_QUOTA_EXCEEDED,
              "A state machine may have %d aliases at most: '%s'"
                  .formatted(MAX_PER_MACHINE, arns.stateMachine(machine.name()))));
    }
    var now = now();
    return put(machine, new Alias(machine.id(), name, description, routes, now, now));
  }

  /** Writes an alias whose versions exist now; empty where the machine has changed since. */
  private Optional<Answer<Description>> put(Machine machine, Alias alias) {
    for (var route : alias.routes()) {
      if (store.findVersion(machine.id(), route.version()).isEmpty()) {
        return Optional.of(doesNotExist(versionArn(machine.name(), route)));
      }
    }
    if (!store.putAlias(alias, machine.changes())) {
      return Optional.empty();
    }
    changed.accept(machine.name());
    return Optional.of(Answer.given(describe(machine.name(), alias)));
  }

  /**
   * Changes an alias; executions that start from now on follow it.
   *
   * @param description null: stays as it is
   * @param routing null: stays as it is
   */
  public Answer<Description> update(
      String aliasArn, @Nullable String description, @Nullable List<Routing> routing) {
    if (description == null && routing == null) {
      return Answer.refused(
          Refusal.MISSING_PARAMETER,
          "Either the description or the routing configuration must be specified");
    }
    return RequestedArn.ofMachine(aliasArn)
        .then(parts ->
            routing == null
                ? Races.until(() -> update(parts, aliasArn, description, null))
                : checked(routing)
                    .then(target ->
                        target.machine().equals(parts.withoutQualifier())
                            ? Races.until(
                                () -> update(parts, aliasArn, description, target.routes()))
                            : invalidRouting(
                                "Routing configuration must contain versions of the alias's state machine. Received: "
                                    + arnsOf(routing))));
  }

  private Optional<Answer<Description>> update(
      Arns.Parts parts,
      String aliasArn,
      @Nullable String description,
      @Nullable List<Route> routes) {
    var machine = machines.find(parts).orElse(null);
    var alias = machine == null ? null : findAlias(machine.machine(), parts);
    if (machine == null || alias == null) {
      return Optional.of(doesNotExist(aliasArn));
    }
    if (machine.machine().deleting()) {
      return Optional.of(MachineFinder.deleting(arns.stateMachine(parts.name())));
    }
    var newDescription = description == null ? alias.description() : description;
    var newRoutes = routes == null ? alias.routes() : routes;
    if (newRoutes.equals(alias.routes()) && Objects.equals(newDescription, alias.description())) {
      return Optional.of(Answer.given(describe(parts.name(), alias)));
    }
    return put(
        machine.machine(),
        new Alias(
            alias.stateMachineId(),
            alias.name(),
            newDescription,
            newRoutes,
            alias.createdAt(),
            now()));
  }

  private @Nullable Alias findAlias(Machine machine, Arns.Parts parts) {
    var name = parts.qualifier();
    return name == null ? null : store.findAlias(machine.id(), name).orElse(null);
  }

  public Answer<Description> describe(String aliasArn) {
    return RequestedArn.ofMachine(aliasArn)
        .then(parts -> {
          var machine = machines.find(parts).orElse(null);
          var alias = machine == null ? null : findAlias(machine.machine(), parts);
          return alias == null
              ? doesNotExist(aliasArn)
              : Answer.given(describe(parts.name(), alias));
        });
  }

  /**
   * Forgets an alias; executions that it started carry on.
   *
   * @return whether there was one; an alias that does not exist is no error
   */
  public Answer<Boolean> delete(String aliasArn) {
    return RequestedArn.ofMachine(aliasArn).then(parts -> Races.until(() -> delete(parts)));
  }

  private Optional<Answer<Boolean>> delete(Arns.Parts parts) {
    var found = machines.find(parts).orElse(null);
    var alias = found == null ? null : findAlias(found.machine(), parts);
    if (found == null || alias == null) {
      return Optional.of(Answer.given(false));
    }
    var machine = found.machine();
    if (!store.deleteAlias(machine.id(), alias.name(), machine.changes())) {
      return Optional.empty();
    }
    changed.accept(machine.name());
    return Optional.of(Answer.given(true));
  }

  /**
   * A page of aliases.
   *
   * @param nextName the name to list after on the next page; null on the last one
   */
  public record Page(List<Description> aliases, @Nullable String nextName) {}

  /**
   * Aliases by name.
   *
   * @param stateMachineArn of a machine, or of a version: then only the aliases that lead to it
   * @param afterName the page before ended there; null for the first page
   * @param limit 1–1,000
   */
  public Answer<Page> list(String stateMachineArn, @Nullable String afterName, int limit) {
    return RequestedArn.ofMachine(stateMachineArn)
        .then(parts -> {
          var machine = machines.find(parts).map(MachineRevision::machine).orElse(null);
          if (machine == null || !namesWhatExists(parts, machine)) {
            return MachineFinder.doesNotExist(stateMachineArn);
          }
          if (machine.deleting()) {
            return MachineFinder.deleting(arns.stateMachine(machine.name()));
          }
          var version = parts.version().isEmpty() ? null : parts.version().getAsInt();
          var aliases = store.listAliases(machine.id(), version, afterName, limit + 1);
          var page = aliases.subList(0, Math.min(limit, aliases.size()));
          return Answer.given(
              new Page(
                  page.stream().map(alias -> describe(parts.name(), alias)).toList(),
                  aliases.size() > limit ? page.getLast().name() : null));
        });
  }

  /** Whether an ARN names the machine itself, or a version that it has. */
  private boolean namesWhatExists(Arns.Parts parts, Machine machine) {
    return parts.qualifier() == null
        || (parts.version().isPresent()
            && store.findVersion(machine.id(), parts.version().getAsInt()).isPresent());
  }

  // ---- routing ----

  /** A routing configuration that can be: versions of one machine. */
  private record Target(Arns.Parts machine, List<Route> routes) {}

  private static Answer<Target> checked(List<Routing> routing) {
    var parts =
        routing.stream()
            .flatMap(each -> Arns.parse(each.stateMachineVersionArn()).stream())
            .filter(Aliases::namesVersion)
            .toList();
    if (parts.size() != routing.size()) {
      return invalidRouting(
          "Routing configuration must contain state machine version ARNs. Received: "
              + arnsOf(routing));
    }
    if (new HashSet<>(arnsOf(routing)).size() != routing.size()) {
      return invalidRouting(
          "Routing configuration must contain distinct state machine version ARNs. Received: "
              + arnsOf(routing));
    }
    if (parts.stream().map(Arns.Parts::withoutQualifier).distinct().count() > 1) {
      return invalidRouting(
          "Routing configuration must contain versions of one state machine. Received: "
              + arnsOf(routing));
    }
    var weights = routing.stream().map(Routing::weight).toList();
    if (weights.stream().mapToInt(Integer::intValue).sum() != ALL_PERCENT) {
      return invalidRouting(
          "Sum of routing configuration weights must equal 100. Received: " + weights);
    }
    var routes = new ArrayList<Route>();
    for (var i = 0; i < parts.size(); i++) {
      routes.add(new Route(parts.get(i).version().orElseThrow(), weights.get(i)));
    }
    return Answer.given(new Target(parts.getFirst().withoutQualifier(), List.copyOf(routes)));
  }

  private static boolean namesVersion(Arns.Parts parts) {
    return parts.type().equals(MachineFinder.RESOURCE) && parts.version().isPresent();
  }

  private static List<String> arnsOf(List<Routing> routing) {
    return routing.stream().map(Routing::stateMachineVersionArn).toList();
  }

  private static <T> Answer<T> invalidRouting(String message) {
    return Answer.refused(Refusal.INVALID_ROUTING_CONFIGURATION, message);
  }

  // ---- showing ----

  private Description describe(String machineName, Alias alias) {
    return new Description(
        arns.qualified(machineName, alias.name()),
        alias.name(),
        alias.description(),
        alias.routes().stream()
            .map(route -> new Routing(versionArn(machineName, route), route.weight()))
            .toList(),
        alias.createdAt(),
        alias.updatedAt());
  }

  private String versionArn(String machineName, Route route) {
    return arns.qualified(machineName, Integer.toString(route.version()));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private static <T> Answer<T> doesNotExist(String arn) {
    return Answer.refusedFor(
        Refusal.RESOURCE_NOT_FOUND, "Request references a resource that does not exist.", arn);
  }
}
