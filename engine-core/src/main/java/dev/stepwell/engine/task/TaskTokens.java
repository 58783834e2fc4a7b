package dev.stepwell.engine.task;

import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.model.Shards;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Task tokens: which task of which execution, authenticated, so that none can be guessed and none
 * needs a lookup. A token names the claim that it was issued for; a state that does not know that
 * event yet is stale.
 */
public final class TaskTokens {
  private static final byte FORMAT = 1;
  private static final String ALGORITHM = "HmacSHA256";
  private static final int BODY_BYTES = 1 + Short.BYTES + 3 * Long.BYTES;
  private static final int MAC_BYTES = 16;

  private final Mac prototype;

  /**
   * Tokens of one database.
   *
   * @param secret the same on every node of a database, at least 32 bytes
   */
  public TaskTokens(byte[] secret) {
    try {
      prototype = Mac.getInstance(ALGORITHM);
      prototype.init(new SecretKeySpec(secret, ALGORITHM));
    } catch (GeneralSecurityException noHmac) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, noHmac);
    }
  }

  /**
   * What a token says.
   *
   * @param scheduledEventId names the task
   * @param startedEventId the claim
   */
  public record TaskToken(ExecutionId executionId, long scheduledEventId, long startedEventId) {}

  public String issue(TaskToken token) {
    var bytes = ByteBuffer.allocate(BODY_BYTES + MAC_BYTES);
    bytes
        .put(FORMAT)
        .putShort((short) token.executionId().shard())
        .putLong(token.executionId().number())
        .putLong(token.scheduledEventId())
        .putLong(token.startedEventId());
    bytes.put(mac(bytes.array()), 0, MAC_BYTES);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  /** What the token says, or empty for a text that no node has issued. */
  public Optional<TaskToken> read(String text) {
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
    if (bytes.length != BODY_BYTES + MAC_BYTES || bytes[0] != FORMAT) {
      return Optional.empty();
    }
    var given = Arrays.copyOfRange(bytes, BODY_BYTES, bytes.length);
    if (!MessageDigest.isEqual(given, Arrays.copyOf(mac(bytes), MAC_BYTES))) {
      return Optional.empty();
    }
    var body = ByteBuffer.wrap(bytes, 1, BODY_BYTES - 1);
    var shard = body.getShort();
    if (shard < 0 || shard >= Shards.COUNT) {
      return Optional.empty();
    }
    return Optional.of(
        new TaskToken(new ExecutionId(shard, body.getLong()), body.getLong(), body.getLong()));
  }

  private byte[] mac(byte[] bytes) {
    try {
      var mac = (Mac) prototype.clone();
      mac.update(bytes, 0, BODY_BYTES);
      return mac.doFinal();
    } catch (CloneNotSupportedException notClonable) {
      throw new IllegalStateException("the JDK's HMAC can be cloned", notClonable);
    }
  }
}
