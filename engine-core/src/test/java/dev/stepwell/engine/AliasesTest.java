package dev.stepwell.engine;

import static dev.stepwell.engine.store.contract.WriteBuilder.MACHINE;
import static dev.stepwell.engine.store.contract.WriteBuilder.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.engine.model.Arns;
import dev.stepwell.engine.model.RevisionKey;
import dev.stepwell.engine.service.Aliases;
import dev.stepwell.engine.service.Aliases.Routing;
import dev.stepwell.engine.service.Answer;
import dev.stepwell.engine.service.Refusal;
import dev.stepwell.engine.store.StateMachineStore.Machine;
import dev.stepwell.engine.store.StateMachineStore.Revision;
import dev.stepwell.engine.store.VersionStore.Version;
import dev.stepwell.engine.store.memory.InMemoryDatabase;
import dev.stepwell.engine.store.memory.InMemoryStores;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AliasesTest {
  private static final Arns ARNS = new Arns("aws", "us-east-1", "123456789012");

  private final InMemoryStores stores =
      new InMemoryStores(new InMemoryDatabase(Clock.systemUTC(), new Random(1)));
  private final Aliases aliases =
      new Aliases(
          stores.stateMachines(), stores.versions(), ARNS, Clock.systemUTC(), changed -> {});

  @Test
  void thoseOfAMachineThatIsBeingDeletedAreShownButNotListed() {
    var key = new RevisionKey(MACHINE, 1);
    stores
        .stateMachines()
        .create(
            new Machine(MACHINE, "m", "STANDARD", false, START, "{}", 1, 1, 0),
            new Revision(key, null, "{}", "role", "{}", START),
            new Version(MACHINE, 1, 1, null, START));
    var alias = aliases.create("a", null, List.of(new Routing(ARNS.qualified("m", "1"), 100)));
    assertThat(aliases.list(ARNS.stateMachine("m"), null, 10)).isInstanceOf(Answer.Given.class);

    stores.stateMachines().markDeleting(MACHINE);
    assertThat(aliases.list(ARNS.stateMachine("m"), null, 10))
        .isInstanceOfSatisfying(
            Answer.Refused.class,
            refused -> assertThat(refused.reason()).isEqualTo(Refusal.STATE_MACHINE_DELETING));
    assertThat(aliases.describe(ARNS.qualified("m", "a"))).isEqualTo(alias);
  }
}
