package dev.stepwell.asl;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Instant;

@AnalyzeClasses(packages = "dev.stepwell.asl", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule DEPENDS_ON_JSON_LIBRARIES_ONLY =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.stepwell.asl..",
              "java..",
              "tools.jackson..",
              "com.jayway.jsonpath..",
              "com.dashjoin.jsonata..",
              "org.jspecify.annotations..");

  @ArchTest
  static final ArchRule ONLY_EXPRESSIONS_KNOW_JAYWAY =
      noClasses()
          .that(not(resideInAPackage("dev.stepwell.asl.expression")))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.jayway..");

  @ArchTest
  static final ArchRule ONLY_JSONATA_KNOWS_DASHJOIN =
      noClasses()
          .that(not(resideInAPackage("dev.stepwell.asl.jsonata")))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.dashjoin..");

  @ArchTest
  static final ArchRule JSONATA_KNOWS_EXPRESSIONS_AND_JSON_ONLY =
      noClasses()
          .that()
          .resideInAPackage("dev.stepwell.asl.jsonata")
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.stepwell.asl..")
                  .and(not(resideInAPackage("dev.stepwell.asl.jsonata")))
                  .and(not(resideInAPackage("dev.stepwell.asl.expression")))
                  .and(not(resideInAPackage("dev.stepwell.asl.json"))));

  @ArchTest
  static final ArchRule HAS_NO_CYCLES =
      slices().matching("dev.stepwell.(asl..)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule EXPRESSIONS_KNOW_JSON_ONLY =
      noClasses()
          .that()
          .resideInAPackage("dev.stepwell.asl.expression")
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.stepwell.asl..")
                  .and(not(resideInAPackage("dev.stepwell.asl.expression")))
                  .and(not(resideInAPackage("dev.stepwell.asl.json"))));

  @ArchTest
  static final ArchRule THE_MODEL_KNOWS_EXPRESSIONS_ONLY =
      noClasses()
          .that()
          .resideInAPackage("dev.stepwell.asl.model..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.stepwell.asl..")
                  .and(not(resideInAPackage("dev.stepwell.asl.model..")))
                  .and(not(resideInAPackage("dev.stepwell.asl.expression"))));

  @ArchTest
  static final ArchRule IS_PURE =
      noClasses()
          .that()
          .areNotAssignableTo(StringWriter.class) // which writes to memory only
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.io..", "java.net..", "java.nio.file..", "java.sql..", "java.util.concurrent..")
          .orShould()
          .callMethod(Instant.class, "now")
          .orShould()
          .dependOnClassesThat()
          .belongToAnyOf(Clock.class, Thread.class);
}
