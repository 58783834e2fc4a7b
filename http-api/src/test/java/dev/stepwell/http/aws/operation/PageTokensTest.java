package dev.stepwell.http.aws.operation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.engine.service.Answer;
import dev.stepwell.engine.service.Refusal;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageTokensTest {
  private static final Answer<Optional<String>> REFUSED =
      Answer.refused(Refusal.INVALID_TOKEN, "Invalid Token: 'Invalid token'");

  private final PageTokens tokens = new PageTokens("a secret of thirty-two bytes ...".getBytes(UTF_8));

  @Test
  void givesThePositionBack() {
    var token = tokens.seal("ListX", "arguments", "näme");
    assertThat(tokens.open("ListX", "arguments", token)).isEqualTo(Answer.given(Optional.of("näme")));
  }

  @Test
  void anotherNodeWithTheSameSecretReadsIt() {
    var other = new PageTokens("a secret of thirty-two bytes ...".getBytes(UTF_8));
    assertThat(other.open("ListX", "", tokens.seal("ListX", "", "a")))
        .isEqualTo(Answer.given(Optional.of("a")));
  }

  @Test
  void noTokenMeansTheFirstPage() {
    assertThat(tokens.open("ListX", "", null)).isEqualTo(Answer.given(Optional.empty()));
  }

  @Test
  void aTokenOfAnotherOperationIsRefused() {
    assertThat(tokens.open("ListY", "", tokens.seal("ListX", "", "a"))).isEqualTo(REFUSED);
  }

  @Test
  void aTokenOfOtherArgumentsIsRefused() {
    assertThat(tokens.open("ListX", "b", tokens.seal("ListX", "a", "a"))).isEqualTo(REFUSED);
  }

  @Test
  void argumentsCannotFlowIntoTheOperation() {
    assertThat(tokens.open("ListX1", "2", tokens.seal("ListX", "12", "a"))).isEqualTo(REFUSED);
  }

  @Test
  void aTokenOfAnotherSecretIsRefused() {
    var other = new PageTokens("another secret, also of 32 bytes".getBytes(UTF_8));
    assertThat(tokens.open("ListX", "", other.seal("ListX", "", "a"))).isEqualTo(REFUSED);
  }

  @Test
  void aChangedPositionIsRefused() {
    var token = tokens.seal("ListX", "", "aaaa");
    var last = token.charAt(token.length() - 2) == 'A' ? 'B' : 'A';
    var changed = token.substring(0, token.length() - 2) + last + token.charAt(token.length() - 1);
    assertThat(tokens.open("ListX", "", changed)).isEqualTo(REFUSED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "%%%", "AAAA", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
  void rubbishIsRefused(String token) {
    assertThat(tokens.open("ListX", "", token)).isEqualTo(REFUSED);
  }
}
