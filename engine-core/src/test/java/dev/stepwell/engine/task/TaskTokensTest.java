package dev.stepwell.engine.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.task.TaskTokens.TaskToken;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class TaskTokensTest {
  private final TaskTokens tokens = new TaskTokens(new byte[32]);
  private final TaskToken token = new TaskToken(new ExecutionId(63, Long.MAX_VALUE), 7, 8);

  @Test
  void readsWhatItIssued() {
    assertThat(tokens.read(tokens.issue(token))).contains(token);
  }

  @Test
  void anotherNodeWithTheSameSecretReadsIt() {
    assertThat(new TaskTokens(new byte[32]).read(tokens.issue(token))).contains(token);
  }

  @Test
  void refusesATokenOfAnotherSecret() {
    var other = new byte[32];
    other[31] = 1;
    assertThat(new TaskTokens(other).read(tokens.issue(token))).isEmpty();
  }

  @Test
  void refusesATokenWithAnyBitChanged() {
    var bytes = Base64.getUrlDecoder().decode(tokens.issue(token));
    for (var bit = 0; bit < bytes.length * 8; bit++) {
      var forged = bytes.clone();
      forged[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThat(tokens.read(Base64.getUrlEncoder().withoutPadding().encodeToString(forged)))
          .as("bit %s", bit)
          .isEmpty();
    }
  }

  @Test
  void refusesATokenThatIsCutOrLonger() {
    var text = tokens.issue(token);
    for (var length = 0; length < text.length(); length++) {
      assertThat(tokens.read(text.substring(0, length))).isEmpty();
    }
    assertThat(tokens.read(text + "A")).isEmpty();
    assertThat(tokens.read(text + "AAAA")).isEmpty();
  }

  @Test
  void refusesWhatIsNoToken() {
    assertThat(tokens.read("")).isEmpty();
    assertThat(tokens.read("not a token")).isEmpty();
    assertThat(tokens.read("é".repeat(40))).isEmpty();
  }
}
