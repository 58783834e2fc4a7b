package dev.stepwell.worker;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The activity that a worker polls: given by ARN, or by a name that CreateActivity turns into one.
 *
 * <p>CreateActivity is idempotent, so several pollers and several processes may resolve one name at
 * the same time.
 */
final class ActivityRef {
  private final @Nullable String name;
  private final CountDownLatch resolved = new CountDownLatch(1);
  private volatile @Nullable String arn;

  private ActivityRef(@Nullable String name, @Nullable String arn) {
    this.name = name;
    this.arn = arn;
    if (arn != null) {
      resolved.countDown();
    }
  }

  static ActivityRef ofArn(String arn) {
    return new ActivityRef(null, arn);
  }

  static ActivityRef ofName(String name) {
    return new ActivityRef(name, null);
  }

  /** The ARN; the first call for a name asks the service for it. */
  String resolve(StatesClient client) throws IOException, InterruptedException {
    String known = arn;
    if (known != null) {
      return known;
    }
    String wanted = requireNonNull(name, "only a named activity is ever without ARN");
    byte[] answer = client.call("CreateActivity", TaskMessages.createActivity(wanted));
    String created = TaskMessages.readString(answer, "activityArn");
    if (created == null) {
      throw new IOException("The answer to CreateActivity has no activityArn");
    }
    arn = created;
    resolved.countDown();
    return created;
  }

  /**
   * The service does not know the activity: a name is created again, as after a restart on an empty
   * database.
   */
  void forget() {
    if (name != null) {
      arn = null;
    }
  }

  String awaitArn(Duration timeout) throws InterruptedException, TimeoutException {
    boolean inTime = resolved.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
    String known = arn;
    if (!inTime || known == null) {
      throw new TimeoutException("Activity " + this + " was not created within " + timeout);
    }
    return known;
  }

  /** Name or ARN as the user gave it, for logs. */
  @Override
  public String toString() {
    return name != null ? name : String.valueOf(arn);
  }
}
