package dev.stepwell.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskMessagesTest {
  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  @Test
  void writesStringsEscapedAndLeavesAbsentOnesOut() {
    assertThat(
            new String(TaskMessages.report(new TaskReport.Success("t", "{\"a\":\"ä\n\"}")), UTF_8))
        .isEqualTo("{\"taskToken\":\"t\",\"output\":\"{\\\"a\\\":\\\"ä\\n\\\"}\"}");
    assertThat(new String(TaskMessages.report(new TaskReport.Failure("t", "E", null)), UTF_8))
        .isEqualTo("{\"taskToken\":\"t\",\"error\":\"E\"}");
  }

  @Test
  void cutsErrorAndCauseToTheirLimits() throws Exception {
    byte[] message =
        TaskMessages.report(new TaskReport.Failure("t", "e".repeat(257), "c".repeat(40_000)));
    assertThat(TaskMessages.readString(message, "error")).isEqualTo("e".repeat(256));
    assertThat(TaskMessages.readString(message, "cause")).isEqualTo("c".repeat(32_768));
  }

  @Test
  void readsTheTaskWhateverElseTheAnswerHas() throws Exception {
    var task =
        TaskMessages.readTask(
            bytes(
                "{\"x\":{\"taskToken\":\"no\"},\"input\":\"{\\\"a\\\":1}\",\"taskToken\":\"t\",\"y\":[1]}"));
    assertThat(task).isEqualTo(new TaskMessages.PolledTask("t", "{\"a\":1}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"taskToken\":null}",
        "{\"taskToken\":\"\"}",
        "{\"taskToken\":null,\"input\":null}"
      })
  void anAnswerWithoutTokenBringsNoTask(String answer) throws Exception {
    assertThat(TaskMessages.readTask(bytes(answer))).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "null", "<html>", "{\"taskToken\":\"t\""})
  void anAnswerThatIsNoObjectIsAnIoException(String answer) {
    assertThatThrownBy(() -> TaskMessages.readTask(bytes(answer))).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "ä", "€", "😀", "aä€😀"})
  void countsBytesAsUtf8Does(String text) {
    assertThat(TaskMessages.utf8Length(text)).isEqualTo(bytes(text).length);
  }

  @Test
  void cuttingKeepsSurrogatePairsWhole() {
    assertThat(TaskMessages.cut("a😀b", 2)).isEqualTo("a");
    assertThat(TaskMessages.cut("a😀b", 3)).isEqualTo("a😀");
    assertThat(TaskMessages.cut("a😀b", 4)).isEqualTo("a😀b");
  }
}
