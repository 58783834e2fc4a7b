package dev.stepwell.http.aws.operation;

import dev.stepwell.engine.service.Answer;
import dev.stepwell.engine.service.StateMachines;

/** Lists state machines by name. */
public final class ListStateMachinesOperation implements Operation {
  private final StateMachines stateMachines;
  private final PageTokens pageTokens;

  public ListStateMachinesOperation(StateMachines stateMachines, PageTokens pageTokens) {
    this.stateMachines = stateMachines;
    this.pageTokens = pageTokens;
  }

  @Override
  public String name() {
    return "ListStateMachines";
  }

  @Override
  public Answer<ResponseBody> answer(Request request) {
    return pageTokens
        .open(name(), "", request.optionalText("nextToken"))
        .map(position -> {
          var page = stateMachines.list(position.orElse(null), request.pageSize());
          return ResponseBody.of(json -> {
            json.writeArrayPropertyStart("stateMachines");
            for (var machine : page.stateMachines()) {
              json.writeStartObject();
              json.writeStringProperty("stateMachineArn", machine.stateMachineArn());
              json.writeStringProperty("name", machine.name());
              json.writeStringProperty("type", machine.type());
              ResponseBody.writeTime(json, "creationDate", machine.creationDate());
              json.writeEndObject();
            }
            json.writeEndArray();
            var next = page.nextName();
            if (next != null) {
              json.writeStringProperty("nextToken", pageTokens.seal(name(), "", next));
            }
          });
        });
  }
}
