package dev.stepwell.engine.service;

import dev.stepwell.asl.json.Json;
import dev.stepwell.engine.model.Arns;
import dev.stepwell.engine.store.ActivityStore;
import dev.stepwell.engine.store.ActivityStore.Activity;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Activities as callers see them. Every change is safe to repeat. */
public final class Activities {
  private static final String RESOURCE = "activity";
  private static final String ENCRYPTION = "encryptionConfiguration";

  private final ActivityStore store;
  private final Arns arns;
  private final Clock clock;
  private final Consumer<String> deleted;

  /**
   * Activities on a store.
   *
   * @param deleted told the ARN of every activity that this node has deleted, before that is
   *     answered
   */
  public Activities(ActivityStore store, Arns arns, Clock clock, Consumer<String> deleted) {
    this.store = store;
    this.arns = arns;
    this.clock = clock;
    this.deleted = deleted;
  }

  /**
   * An activity.
   *
   * @param encryptionConfiguration as given or by default
   */
  public record Description(
      String activityArn, String name, Instant creationDate, ObjectNode encryptionConfiguration) {}

  /**
   * Registers an activity, or finds the one of that name; tags are kept from the first time only.
   *
   * @param encryptionConfiguration null when absent
   */
  public Answer<Description> create(
      String name, List<Tags.Tag> tags, @Nullable JsonNode encryptionConfiguration) {
    return ResourceNames.check(name)
        .then(valid ->
            encryptionConfiguration == null
                ? Answer.given(RevisionSettings.encryption())
                : RevisionSettings.encryption(encryptionConfiguration))
        .then(encryption ->
            Tags.check(tags)
                .then(checked -> Tags.ofResource(checked, arns.activity(name)))
                .then(checkedTags -> register(name, checkedTags, encryption)));
  }

  private Answer<Description> register(String name, ArrayNode tags, ObjectNode encryption) {
    var attributes = Json.object();
    attributes.set("tags", tags);
    attributes.set(ENCRYPTION, encryption);
    var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    var registered = describe(store.createOrFind(new Activity(name, now, Json.text(attributes))));
    return registered.encryptionConfiguration().equals(encryption)
        ? Answer.given(registered)
        : Answer.refused(
            Refusal.ACTIVITY_ALREADY_EXISTS,
            "Activity Already Exists: '" + registered.activityArn() + "'");
  }

  public Answer<Description> describe(String activityArn) {
    return RequestedArn.ofType(RESOURCE, activityArn)
        .then(parts ->
            find(parts)
                .map(activity -> Answer.given(describe(activity)))
                .orElseGet(() ->
                    Answer.refused(
                        Refusal.ACTIVITY_DOES_NOT_EXIST,
                        "Activity Does Not Exist: '" + activityArn + "'")));
  }

  /**
   * Deletes an activity; a Task that refers to it fails from then on.
   *
   * @return whether there was one; an activity that does not exist is no error
   */
  public Answer<Boolean> delete(String activityArn) {
    return RequestedArn.ofType(RESOURCE, activityArn)
        .map(parts -> {
          var existed = find(parts).isPresent() && store.delete(parts.name());
          deleted.accept(activityArn);
          return existed;
        });
  }

  /**
   * A page of activities.
   *
   * @param nextName the name to list after on the next page; null on the last one
   */
  public record Page(List<Description> activities, @Nullable String nextName) {}

  /**
   * Activities by name.
   *
   * @param afterName the page before ended there; null for the first page
   * @param limit 1–1,000
   */
  public Page list(@Nullable String afterName, int limit) {
    var activities = store.list(afterName, limit + 1);
    var page = activities.subList(0, Math.min(limit, activities.size()));
    return new Page(
        page.stream().map(this::describe).toList(),
        activities.size() > limit ? page.getLast().name() : null);
  }

  private Optional<Activity> find(Arns.Parts parts) {
    return parts.qualifier() == null && arns.owns(parts)
        ? store.find(parts.name())
        : Optional.empty();
  }

  private Description describe(Activity activity) {
    var encryption = Json.parse(activity.attributes()).required(ENCRYPTION);
    return new Description(
        arns.activity(activity.name()),
        activity.name(),
        activity.createdAt(),
        (ObjectNode) encryption);
  }
}
