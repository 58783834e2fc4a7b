package dev.stepwell.engine.service;

import dev.stepwell.asl.json.Json;
import dev.stepwell.engine.model.Arns;
import dev.stepwell.engine.store.ActivityStore;
import dev.stepwell.engine.store.ActivityStore.Activity;
import dev.stepwell.engine.store.StateMachineStore;
import dev.stepwell.engine.store.StateMachineStore.MachineRevision;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The tags of state machines and activities; versions and aliases have none. */
public final class ResourceTags {
  private static final String ACTIVITY = "activity";
  private static final String TAGS = "tags";

  private final StateMachineStore stateMachines;
  private final ActivityStore activities;
  private final Arns arns;

  public ResourceTags(StateMachineStore stateMachines, ActivityStore activities, Arns arns) {
    this.stateMachines = stateMachines;
    this.activities = activities;
    this.arns = arns;
  }

  /** A resource as it was seen: its tags, and how others are written where nobody was first. */
  private record Tagged(ArrayNode tags, Write write) {}

  private interface Write {
    boolean replace(ArrayNode tags);
  }

  /** In the order in which they were first given. */
  public Answer<List<Tags.Tag>> list(String resourceArn) {
    return find(resourceArn).map(tagged -> Tags.list(tagged.tags()));
  }

  /** Adds tags, and gives those that are there new values. */
  public Answer<Boolean> add(String resourceArn, List<Tags.Tag> tags) {
    return Tags.check(tags)
        .then(checked -> change(resourceArn, stored -> Tags.added(stored, checked, resourceArn)));
  }

  /** Removes tags; keys that the resource does not have are no error. */
  public Answer<Boolean> remove(String resourceArn, Collection<String> keys) {
    return change(resourceArn, stored -> Answer.given(Tags.removed(stored, keys)));
  }

  private interface Change {
    Answer<ArrayNode> of(ArrayNode stored);
  }

  private Answer<Boolean> change(String resourceArn, Change change) {
    return Races.until(() ->
        switch (find(resourceArn)) {
          case Answer.Refused<Tagged> refused -> Optional.of(refused.as());
          case Answer.Given<Tagged>(var tagged) ->
              switch (change.of(tagged.tags())) {
                case Answer.Refused<ArrayNode> refused -> Optional.of(refused.as());
                case Answer.Given<ArrayNode>(var tags) ->
                    tagged.write().replace(tags)
                        ? Optional.of(Answer.given(true))
                        : Optional.empty();
              };
        });
  }

  private Answer<Tagged> find(String resourceArn) {
    return RequestedArn.any(resourceArn)
        .then(parts ->
            switch (parts.type()) {
              case MachineFinder.RESOURCE, ACTIVITY ->
                  find(parts)
                      .map(Answer::given)
                      .orElseGet(() ->
                          Answer.refusedFor(
                              Refusal.RESOURCE_NOT_FOUND,
                              "Resource not found: '" + resourceArn + "'",
                              resourceArn));
              default -> RequestedArn.wrongType(parts);
            });
  }

  private Optional<Tagged> find(Arns.Parts parts) {
    if (!arns.owns(parts) || parts.qualifier() != null) {
      return Optional.empty();
    }
    return parts.type().equals(ACTIVITY)
        ? activities.find(parts.name()).map(this::tagged)
        : stateMachines.find(parts.name()).map(this::tagged);
  }

  private Tagged tagged(MachineRevision found) {
    var machine = found.machine();
    var attributes = MachineAttributes.ofText(machine.attributes());
    return new Tagged(
        attributes.tags(),
        tags ->
            stateMachines.replaceAttributes(
                machine.id(), machine.attributes(), attributes.withTags(tags).text()));
  }

  private Tagged tagged(Activity activity) {
    var attributes = (ObjectNode) Json.parse(activity.attributes());
    return new Tagged(
        (ArrayNode) attributes.required(TAGS),
        tags -> {
          attributes.set(TAGS, tags);
          return activities.replaceAttributes(
              activity.name(), activity.attributes(), Json.text(attributes));
        });
  }
}
