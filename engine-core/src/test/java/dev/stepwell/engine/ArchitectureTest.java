package dev.stepwell.engine;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;

/** What the package-info files say, checked. */
@AnalyzeClasses(
    packages = "dev.stepwell.engine",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String ROOT = "dev.stepwell.engine.";

  private static final String[] PURE = {
    ROOT + "interpreter..",
    ROOT + "state..",
    ROOT + "command..",
    ROOT + "effect..",
    ROOT + "history..",
    ROOT + "codec.."
  };

  /** Packages of this module that each may depend on, beside asl-parser and itself. */
  private static final Map<String, List<String>> MAY_DEPEND_ON =
      Map.ofEntries(
          Map.entry("model", List.of()),
          Map.entry("command", List.of("model")),
          Map.entry("effect", List.of("model")),
          Map.entry("history", List.of("model")),
          Map.entry("state", List.of("model")),
          Map.entry("store", List.of("model")),
          Map.entry("interpreter", List.of("model", "command", "effect", "history", "state")),
          Map.entry("codec", List.of("model", "state", "store", "command")),
          Map.entry("machine", List.of("model", "interpreter", "store")),
          Map.entry("thread", List.of()),
          Map.entry("call", List.of("model", "command", "store", "thread")),
          Map.entry("task", List.of("model", "store", "thread")),
          Map.entry("timer", List.of("model", "store", "thread")),
          Map.entry("live", List.of("model", "store", "thread", "timer")),
          Map.entry("cluster", List.of("model", "store")),
          Map.entry(
              "express",
              List.of(
                  "model",
                  "command",
                  "effect",
                  "state",
                  "codec",
                  "store",
                  "interpreter",
                  "machine",
                  "call",
                  "cluster",
                  "timer",
                  "thread")),
          Map.entry(
              "lane",
              List.of(
                  "model",
                  "command",
                  "effect",
                  "history",
                  "state",
                  "store",
                  "interpreter",
                  "codec",
                  "machine",
                  "task",
                  "call",
                  "timer",
                  "live",
                  "thread")));

  @ArchTest
  static final ArchRule NO_CYCLES = slices().matching(ROOT + "(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule THE_HEART_IS_PURE =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.sql..", "javax.sql..", "org.slf4j..", "java.util.concurrent..", "java.net..");

  @ArchTest
  static final ArchRule THE_HEART_HAS_NO_CLOCK_AND_NO_THREAD =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.time.Clock")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.time.InstantSource")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Thread.class)
          .orShould()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(UUID.class, "randomUUID")
          .orShould()
          .callMethod(Math.class, "random");

  @ArchTest
  static final ArchRule WAITS_AND_STARTS_NOTHING_BUT_THROUGH_ITS_THREADS =
      noClasses()
          .that()
          // Express executions live in one node's memory, and are not simulated.
          .resideOutsideOfPackages(ROOT + "thread", ROOT + "express")
          .should()
          .callMethod(Thread.class, "ofVirtual")
          .orShould()
          .callMethod(Thread.class, "ofPlatform")
          .orShould()
          .callMethod(Thread.class, "sleep", Duration.class)
          .orShould()
          .callMethod(CompletableFuture.class, "get")
          .orShould()
          .callMethod(CompletableFuture.class, "join")
          .orShould()
          .dependOnClassesThat()
          .belongToAnyOf(
              Condition.class,
              CountDownLatch.class,
              Executor.class,
              LockSupport.class,
              Semaphore.class,
              ThreadLocalRandom.class);

  @ArchTest
  static void packagesDependAsTheySay(JavaClasses classes) {
    MAY_DEPEND_ON.forEach((name, others) -> {
      var allowed = new ArrayList<>(others);
      allowed.add(name);
      ArchRuleDefinition.classes()
          .that()
          .resideInAPackage(ROOT + name + "..")
          .should()
          .onlyDependOnClassesThat(isOutsideOrIn(allowed))
          .check(classes);
    });
  }

  private static DescribedPredicate<JavaClass> isOutsideOrIn(List<String> names) {
    return DescribedPredicate.describe(
        "are outside of the engine or in " + names,
        type ->
            !type.getPackageName().startsWith("dev.stepwell.engine")
                || names.stream().anyMatch(name -> type.getPackageName().equals(ROOT + name)));
  }
}
