package dev.stepwell.engine.model;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Builds and reads this server's ARNs.
 *
 * @param partition usually {@code aws}
 * @param region such as {@code us-east-1}
 * @param accountId twelve digits
 */
public record Arns(String partition, String region, String accountId) {
  private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");

  /** Numbers of versions are counted up from 1; nine digits never overflow. */
  private static final Pattern VERSION = Pattern.compile("[1-9][0-9]{0,8}");

  public Arns {
    if (!ACCOUNT.matcher(accountId).matches()) {
      throw new IllegalArgumentException("an account id has twelve digits: " + accountId);
    }
  }

  public String stateMachine(String name) {
    return prefix() + "stateMachine:" + name;
  }

  /**
   * A version or an alias of a machine.
   *
   * @param qualifier the version's number, or the alias's name
   */
  public String qualified(String stateMachineName, String qualifier) {
    return stateMachine(stateMachineName) + ":" + qualifier;
  }

  /** The version that a qualifier names; empty where it can only be an alias. */
  public static OptionalInt versionNumber(String qualifier) {
    return VERSION.matcher(qualifier).matches()
        ? OptionalInt.of(Integer.parseInt(qualifier))
        : OptionalInt.empty();
  }

  public String execution(String stateMachineName, String executionName) {
    return prefix() + "execution:" + stateMachineName + ":" + executionName;
  }

  /** What an execution of an Express machine begins with; namesakes share it. */
  public String express(String stateMachineName, String executionName) {
    return prefix() + "express:" + stateMachineName + ":" + executionName;
  }

  /**
   * An execution of an Express machine.
   *
   * @param uuid tells it from its namesakes
   */
  public String express(String stateMachineName, String executionName, UUID uuid) {
    return express(stateMachineName, executionName) + ":" + uuid;
  }

  public String activity(String name) {
    return prefix() + "activity:" + name;
  }

  /** What all of them begin with, up to the type. */
  public String prefix() {
    return "arn:" + partition + ":states:" + region + ":" + accountId + ":";
  }

  /**
   * The parts of a Step Functions ARN, of whatever account.
   *
   * @param type such as {@code stateMachine}
   * @param name the first part after the type
   * @param qualifier what follows the name ({@code NAME:QUALIFIER}), or null
   */
  public record Parts(
      String partition,
      String region,
      String accountId,
      String type,
      String name,
      @Nullable String qualifier) {
    /** The version of a state machine that is named; empty where it is none. */
    public OptionalInt version() {
      return qualifier == null ? OptionalInt.empty() : versionNumber(qualifier);
    }

    /** What a qualified ARN belongs to. */
    public Parts withoutQualifier() {
      return new Parts(partition, region, accountId, type, name, null);
    }
  }

  /** The parts of an ARN, or empty where the text is none of this service's. */
  public static Optional<Parts> parse(String arn) {
    var fields = arn.split(":", 8);
    if (fields.length < 7 || !fields[0].equals("arn") || !fields[2].equals("states")) {
      return Optional.empty();
    }
    return Optional.of(
        new Parts(
            fields[1],
            fields[3],
            fields[4],
            fields[5],
            fields[6],
            fields.length == 8 ? fields[7] : null));
  }

  /** Whether an ARN belongs to this server's account and region. */
  public boolean owns(Parts parts) {
    return parts.partition().equals(partition)
        && parts.region().equals(region)
        && parts.accountId().equals(accountId);
  }
}
