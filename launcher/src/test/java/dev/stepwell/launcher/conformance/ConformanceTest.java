package dev.stepwell.launcher.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.stepwell.http.server.ServerSettings;
import dev.stepwell.http.server.Setting;
import dev.stepwell.http.server.StepwellServer;
import dev.stepwell.launcher.conformance.CaseRunner.Result;
import dev.stepwell.persistence.testing.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The recorded cases of AWS. Those in {@code conformance-passing.txt} must pass; the others tell
 * what is still to come. After each run {@code target/conformance-report.txt} has the first
 * difference of every case that failed, and {@code target/conformance-passing.txt} is the list as
 * it could be.
 */
class ConformanceTest {
  private static final Path TARGET = Path.of("target");
  private static final int AT_A_TIME = 24;

  @Test
  void casesThatPassedStillPass() throws Exception {
    var folder = ConformanceCase.folder();
    if (folder.isEmpty()) {
      System.out.println("There is no folder shared/conformance/cases beside the repository");
    }
    assumeTrue(folder.isPresent(), "no folder shared/conformance/cases beside the repository");
    var cases = ConformanceCase.read(folder.orElseThrow());
    var results = new ArrayList<Result>();
    try (var peers = new ServicePeers()) {
      for (var test : cases.stream().filter(ConformanceCase::listsWholeAccount).toList()) {
        results.addAll(runAll(List.of(test), peers));
      }
      results.addAll(
          runAll(cases.stream().filter(test -> !test.listsWholeAccount()).toList(), peers));
    }
    report(results);
    var expected = expectedPasses();
    assertThat(expected).as("conformance-passing.txt").isNotEmpty();
    assertThat(results.stream().map(result -> result.test().id())).containsAll(expected);
    assertThat(
            results.stream()
                .filter(result -> !result.passed() && expected.contains(result.test().id()))
                .map(result -> result.test().id() + ": " + result.difference()))
        .as("cases of conformance-passing.txt that do not pass")
        .isEmpty();
  }

  /** Runs cases side by side, on one server of each account. */
  private static List<Result> runAll(List<ConformanceCase> cases, ServicePeers peers)
      throws InterruptedException, ExecutionException, IOException {
    try (var functions = new FunctionHost();
        var database = TestDatabase.create();
        var server = start(Tokens.ACCOUNT, database, functions);
        var secondDatabase = TestDatabase.create();
        var secondServer = start(Tokens.SECONDARY_ACCOUNT, secondDatabase, functions);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      peers.stepFunctionsAt(server.url());
      var permits = new Semaphore(AT_A_TIME);
      var runs =
          cases.stream()
              .map(test ->
                  threads.submit(
                      (Callable<Result>)
                          () -> {
                            permits.acquire();
                            try {
                              return CaseRunner.run(
                                  test, server.url(), secondServer.url(), functions, peers);
                            } finally {
                              permits.release();
                            }
                          }))
              .toList();
      var results = new ArrayList<Result>();
      for (var run : runs) {
        results.add(run.get());
      }
      return results;
    }
  }

  private static StepwellServer start(String account, TestDatabase database, FunctionHost functions)
      throws InterruptedException {
    return StepwellServer.start(
        settings(account, database, functions), progress -> System.err.println(progress));
  }

  private static ServerSettings settings(
      String account, TestDatabase database, FunctionHost functions) {
    return ServerSettings.resolve(
        Map.of(
            Setting.PORT.key(),
            "0",
            Setting.ACCOUNT_ID.key(),
            account,
            Setting.DATABASE_URL.key(),
            database.jdbcUrl(),
            Setting.DATABASE_USER.key(),
            database.user(),
            Setting.DATABASE_PASSWORD.key(),
            database.password(),
            Setting.LAMBDA_ENDPOINT.key(),
            functions.url().toString()),
        Map.of(),
        null);
  }

  private static List<String> expectedPasses() throws IOException {
    try (var stream = ConformanceTest.class.getResourceAsStream("/conformance-passing.txt")) {
      return stream == null
          ? List.of()
          : new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  private static void report(List<Result> results) throws IOException {
    var areas =
        results.stream()
            .collect(
                Collectors.groupingBy(
                    result -> result.test().area(), TreeMap::new, Collectors.toList()));
    var lines = new ArrayList<String>();
    areas.forEach((area, those) -> lines.add(score(area, those)));
    lines.add(score("all", results));
    lines.forEach(System.out::println);
    lines.add("");
    results.stream()
        .filter(result -> !result.passed())
        .forEach(result -> lines.add(result.test().id() + "\n  " + result.difference()));
    Files.createDirectories(TARGET);
    Files.write(TARGET.resolve("conformance-report.txt"), lines);
    Files.write(
        TARGET.resolve("conformance-passing.txt"),
        results.stream()
            .filter(Result::passed)
            .map(result -> result.test().id())
            .sorted()
            .toList());
  }

  private static String score(String area, List<Result> results) {
    var passed = results.stream().filter(Result::passed).count();
    var strict = results.stream().filter(result -> result.strictDifference() == null).count();
    return "%-25s %4d/%d passed (%d strictly)".formatted(area, passed, results.size(), strict);
  }
}
