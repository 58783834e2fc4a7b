package dev.stepwell.launcher;

import dev.stepwell.asl.json.Json;
import dev.stepwell.http.server.Spelling;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What people call state machines, executions and activities, as the ARNs that operations take. An
 * ARN stays as it is. Names of resources have neither colons nor slashes in them.
 */
final class Names {
  private static final String ARN = "arn:";

  private final Server server;

  private enum Kind {
    STATE_MACHINE("StateMachine", "state machine", "list"),
    ACTIVITY("Activity", "activity", "activity list");

    /** As operations and errors spell it. */
    private final String shape;

    private final String noun;
    private final String listCommand;

    Kind(String shape, String noun, String listCommand) {
      this.shape = shape;
      this.noun = noun;
      this.listCommand = listCommand;
    }

    String listOperation() {
      return this == ACTIVITY ? "ListActivities" : "ListStateMachines";
    }

    String listMember() {
      return this == ACTIVITY ? "activities" : "stateMachines";
    }

    String arnMember() {
      return this == ACTIVITY ? "activityArn" : "stateMachineArn";
    }
  }

  Names(Server server) {
    this.server = server;
  }

  /** {@code NAME}, or {@code NAME:QUALIFIER} for a version or an alias. */
  String stateMachine(String text) {
    if (text.startsWith(ARN)) {
      return text;
    }
    var colon = text.indexOf(':');
    return colon < 0
        ? known(Kind.STATE_MACHINE, text)
        : known(Kind.STATE_MACHINE, text.substring(0, colon)) + text.substring(colon);
  }

  /** {@code STATE_MACHINE/EXECUTION} or {@code STATE_MACHINE:EXECUTION}. */
  String execution(String text) {
    if (text.startsWith(ARN)) {
      return text;
    }
    var separator = text.replace('/', ':').indexOf(':');
    if (separator < 0) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "Name an execution by its ARN or as STATE_MACHINE/EXECUTION, not '" + text + "'");
    }
    return known(Kind.STATE_MACHINE, text.substring(0, separator))
            .replace(":stateMachine:", ":execution:")
        + ":"
        + text.substring(separator + 1);
  }

  /** {@code NAME}. */
  String activity(String text) {
    return text.startsWith(ARN) ? text : known(Kind.ACTIVITY, text);
  }

  private String known(Kind kind, String name) {
    var arn = arn(kind, name);
    if (arn != null && exists(kind, arn)) {
      return arn;
    }
    var names =
        server.list(kind.listOperation(), Json.object(), kind.listMember()).stream()
            .map(item -> item.path("name").asString(""))
            .toList();
    throw new CommandFailure(
        ExitCode.REFUSED,
        "There is no %s '%s' at %s; %s"
            .formatted(kind.noun, Terminal.plain(name), server.url(), hint(kind, name, names)));
  }

  /**
   * The ARN that a resource of that name has: only the server knows its region and account, but any
   * other resource tells them. Null when there is no other.
   */
  private @Nullable String arn(Kind kind, String name) {
    var any =
        server
            .call(kind.listOperation(), Json.object().put("maxResults", 1))
            .path(kind.listMember())
            .path(0)
            .path(kind.arnMember())
            .asString("");
    return any.isEmpty() ? null : any.substring(0, any.lastIndexOf(':') + 1) + name;
  }

  private boolean exists(Kind kind, String arn) {
    var request = Json.object().put(kind.arnMember(), arn);
    if (kind == Kind.STATE_MACHINE) {
      request.put("includedData", "METADATA_ONLY");
    }
    return server.callUnless(kind.shape + "DoesNotExist", "Describe" + kind.shape, request) != null;
  }

  private static String hint(Kind kind, String name, List<String> names) {
    if (names.isEmpty()) {
      return "there is none at all";
    }
    return Spelling.meant(name, names)
        .map(meant -> "did you mean '" + meant + "'?")
        .orElse("'./stepwell " + kind.listCommand + "' shows those there are");
  }
}
