package com.example.acme;

import dev.stepwell.integration.spi.Call;
import dev.stepwell.integration.spi.Integration;
import dev.stepwell.integration.spi.Operation;
import dev.stepwell.integration.spi.Outcome;
import dev.stepwell.integration.spi.Support;
import tools.jackson.databind.node.JsonNodeFactory;

/** Calls {@code arn:aws:states:::acme:greet}. */
public final class Greeter implements Integration {
  @Override
  public Support support(Operation operation) {
    return operation.service().equals("acme") && operation.action().equals("greet")
        ? Support.SUPPORTED
        : Support.UNKNOWN;
  }

  @Override
  public Outcome call(Call call) {
    var name = call.parameters().path("Name").asString("");
    if (name.isEmpty()) {
      return new Outcome.Failed("Acme.ValidationException", "Name is required");
    }
    var result = JsonNodeFactory.instance.objectNode();
    result.put("Greeting", "Hello, " + name);
    return new Outcome.Answered(result);
  }
}
