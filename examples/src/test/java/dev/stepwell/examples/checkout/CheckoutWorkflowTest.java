package dev.stepwell.examples.checkout;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CheckoutWorkflowTest {
  @Test
  void theDefinitionNamesTheActivitiesOfItsRegionAndAccount() {
    String definition = CheckoutWorkflow.definition("eu-west-1", "111122223333");
    assertThat(definition).doesNotContain("${");
    JsonNode states = JsonMapper.shared().readTree(definition).get("States");
    for (String activity :
        new String[] {
          CheckoutWorkflow.CHECK_OUT,
          CheckoutWorkflow.APPLY_DISCOUNT,
          CheckoutWorkflow.DISPLAY_TOTAL
        }) {
      assertThat(states.get(activity).get("Resource").stringValue())
          .isEqualTo("arn:aws:states:eu-west-1:111122223333:activity:" + activity);
    }
  }

  @Test
  void theRetryOfCheckOutMatchesTheExceptionOfPayments() {
    JsonNode checkOut =
        JsonMapper.shared()
            .readTree(CheckoutWorkflow.definition("eu-west-1", "111122223333"))
            .get("States")
            .get(CheckoutWorkflow.CHECK_OUT);
    assertThat(checkOut.at("/Retry/0/ErrorEquals/0").stringValue())
        .isEqualTo(Payments.PaymentUnavailable.class.getSimpleName());
  }
}
