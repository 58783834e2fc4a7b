package dev.stepwell.launcher;

import dev.stepwell.asl.json.Json;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;

/** The commands for activities: what workers poll. */
final class ActivityCommand {
  private ActivityCommand() {}

  /** {@code activity}, which does nothing by itself, with those that do. */
  static CommandLine commandLine(Terminal terminal) {
    var spec = CommandSpec.create().name("activity");
    spec.usageMessage().description("Create, list, show and delete activities.");
    return new CommandLine(spec)
        .addSubcommand(new Create(terminal))
        .addSubcommand(new ListAll(terminal))
        .addSubcommand(new Show(terminal))
        .addSubcommand(new Delete(terminal));
  }

  /** A command for one activity. */
  private abstract static class OfOne extends ClientCommand {
    @Parameters(index = "0", paramLabel = "ACTIVITY", description = "The activity, by name or ARN.")
    private String activity = "";

    OfOne(Terminal terminal) {
      super(terminal);
    }

    String arn(Server server) {
      return new Names(server).activity(activity);
    }
  }

  @Command(
      name = "create",
      description = "Create an activity, unless it exists, and print its ARN.")
  private static final class Create extends ClientCommand {
    @Parameters(index = "0", paramLabel = "NAME", description = "Name of the activity.")
    private String name = "";

    Create(Terminal terminal) {
      super(terminal);
    }

    @Override
    int run(Server server) {
      var created = server.call("CreateActivity", Json.object().put("name", name));
      print(created, created.path("activityArn").asString());
      return ExitCode.OK;
    }
  }

  @Command(name = "list", description = "List all activities.")
  private static final class ListAll extends ClientCommand {
    ListAll(Terminal terminal) {
      super(terminal);
    }

    @Override
    int run(Server server) {
      var activities = server.list("ListActivities", Json.object(), "activities");
      for (var activity : activities) {
        print(
            activity,
            "%-40s %s  %s"
                .formatted(
                    activity.path("name").asString(),
                    Times.instant(activity.path("creationDate")),
                    terminal().faint(activity.path("activityArn").asString())));
      }
      if (activities.isEmpty() && !json()) {
        terminal().tell("No activities; './stepwell activity create' registers one");
      }
      return ExitCode.OK;
    }
  }

  @Command(name = "show", description = "Show an activity.")
  private static final class Show extends OfOne {
    Show(Terminal terminal) {
      super(terminal);
    }

    @Override
    int run(Server server) {
      var activity = server.call("DescribeActivity", Json.object().put("activityArn", arn(server)));
      print(
          activity,
          new Fields(terminal())
              .add("activity", terminal().bold(activity.path("name").asString()))
              .add("arn", activity.path("activityArn").asString())
              .add("created", Times.instant(activity.path("creationDate")).toString())
              .text());
      return ExitCode.OK;
    }
  }

  @Command(
      name = "delete",
      description = "Delete an activity; tasks that refer to it fail from then on.")
  private static final class Delete extends OfOne {
    Delete(Terminal terminal) {
      super(terminal);
    }

    @Override
    int run(Server server) {
      var arn = arn(server);
      print(server.call("DeleteActivity", Json.object().put("activityArn", arn)), "deleted " + arn);
      return ExitCode.OK;
    }
  }
}
