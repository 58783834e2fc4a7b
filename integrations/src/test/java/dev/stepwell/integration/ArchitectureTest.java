package dev.stepwell.integration;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "dev.stepwell.integration",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  /** Whoever writes an integration gets nothing else to depend on. */
  @ArchTest
  static final ArchRule THE_INTERFACE_STANDS_ALONE =
      classes()
          .that()
          .resideInAPackage("dev.stepwell.integration.spi")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.stepwell.integration.spi",
              "java.lang..",
              "tools.jackson.databind..",
              "org.jspecify.annotations..");

  @ArchTest
  static final ArchRule HAS_NO_CYCLES =
      slices().matching("dev.stepwell.integration.(*)..").should().beFreeOfCycles();
}
