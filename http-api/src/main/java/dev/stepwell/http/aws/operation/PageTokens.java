package dev.stepwell.http.aws.operation;

import dev.stepwell.engine.service.Answer;
import dev.stepwell.engine.service.Refusal;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The {@code nextToken} of lists. A token holds where the next page begins; any node can read it
 * and none remembers it. It is authenticated together with the operation and its arguments, so that
 * it is good for the same list only.
 */
public final class PageTokens {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int SEAL_BYTES = 16;

  private final SecretKeySpec key;

  /**
   * Tokens under one secret.
   *
   * @param secret the same on all nodes, at least 32 bytes
   */
  public PageTokens(byte[] secret) {
    this.key = new SecretKeySpec(secret, ALGORITHM);
  }

  /**
   * Makes the token of the next page.
   *
   * @param arguments what the next request must repeat
   * @param position where the next page begins
   */
  public String seal(String operation, String arguments, String position) {
    var seal = mac(operation, arguments, position);
    var text = position.getBytes(StandardCharsets.UTF_8);
    var token = Arrays.copyOf(seal, SEAL_BYTES + text.length);
    System.arraycopy(text, 0, token, SEAL_BYTES, text.length);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
  }

  /** The position in a token, empty where no token is given; a token of another list is refused. */
  public Answer<Optional<String>> open(String operation, String arguments, @Nullable String token) {
    if (token == null) {
      return Answer.given(Optional.empty());
    }
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(token);
    } catch (IllegalArgumentException e) {
      return refused();
    }
    if (bytes.length <= SEAL_BYTES) {
      return refused();
    }
    var position = new String(bytes, SEAL_BYTES, bytes.length - SEAL_BYTES, StandardCharsets.UTF_8);
    var seal = Arrays.copyOf(bytes, SEAL_BYTES);
    return MessageDigest.isEqual(seal, mac(operation, arguments, position))
        ? Answer.given(Optional.of(position))
        : refused();
  }

  private static Answer<Optional<String>> refused() {
    return Answer.refused(Refusal.INVALID_TOKEN, "Invalid Token: 'Invalid token'");
  }

  private byte[] mac(String... parts) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      // The same secret authenticates other things: the prefix keeps them apart, the lengths keep
      // the parts apart.
      mac.update("page".getBytes(StandardCharsets.UTF_8));
      for (var part : parts) {
        var bytes = part.getBytes(StandardCharsets.UTF_8);
        mac.update((byte) 0);
        mac.update(Integer.toString(bytes.length).getBytes(StandardCharsets.UTF_8));
        mac.update((byte) 0);
        mac.update(bytes);
      }
      return Arrays.copyOf(mac.doFinal(), SEAL_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
