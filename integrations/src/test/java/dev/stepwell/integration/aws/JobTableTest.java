package dev.stepwell.integration.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.asl.model.TaskResource.IntegrationPattern;
import dev.stepwell.asl.resource.IntegrationCatalog;
import java.lang.reflect.ParameterizedType;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.AwsResponse;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.utils.builder.Buildable;

/**
 * The table of jobs against the SDK's own descriptions of the services, as far as their clients are
 * among the dependencies of the tests.
 */
class JobTableTest {
  private static final ClassLoader CLIENTS = JobTableTest.class.getClassLoader();

  static Stream<String> allRows() {
    return JobKind.names().stream().sorted();
  }

  static Stream<String> rows() {
    return allRows().filter(row -> findClient(row).isPresent());
  }

  @Test
  void theClientsOfMostRowsAreThere() {
    assertThat(rows().map(JobTableTest::service).distinct())
        .containsExactly("athena", "batch", "bedrock", "ecs", "eks", "elasticmapreduce", "glue");
  }

  private static JobKind kind(String row) {
    return JobKind.find(service(row), action(row)).orElseThrow();
  }

  private static String service(String row) {
    return row.substring(0, row.indexOf(':'));
  }

  private static String action(String row) {
    return row.substring(row.indexOf(':') + 1);
  }

  private static SdkService client(String row) {
    return findClient(row).orElseThrow();
  }

  private static Optional<SdkService> findClient(String row) {
    var optimized = OptimizedService.find(service(row), action(row)).orElseThrow();
    return SdkService.find(optimized.client(), CLIENTS);
  }

  private static String sdkAction(String row, String action) {
    return OptimizedService.sdkAction(service(row), action);
  }

  private static SdkOperation operation(String row, String action) {
    return client(row)
        .operation(sdkAction(row, action))
        .orElseThrow(() -> new AssertionError(row + " has no operation " + action));
  }

  @ParameterizedTest
  @MethodSource("allRows")
  void awsHasTheJob(String row) {
    assertThat(IntegrationCatalog.patterns(service(row), action(row)))
        .contains(IntegrationPattern.RUN_JOB);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void itIsAskedForAndStoppedByWhatTheServiceHas(String row) {
    var kind = kind(row);
    fits(row, kind.ask());
    if (kind.stop() != null) {
      fits(row, kind.stop());
    }
  }

  /** An empty answer of an operation. */
  private static Object answer(String row, String action) {
    var method =
        Stream.of(client(row).client().getMethods())
            .filter(candidate -> candidate.getName().equals(sdkAction(row, action)))
            .filter(candidate -> AwsResponse.class.isAssignableFrom(candidate.getReturnType()))
            .findFirst()
            .orElseThrow();
    try {
      return method.getReturnType().getMethod("builder").invoke(null);
    } catch (ReflectiveOperationException unlike) {
      throw new LinkageError(unlike.getMessage(), unlike);
    }
  }

  private static void fits(String row, JobKind.Operation operation) {
    var names = names(operation(row, operation.action()).request());
    var started = operation(row, action(row));
    operation
        .parameters()
        .properties()
        .forEach(parameter -> {
          assertThat(names)
              .as("%s: parameters of %s", row, operation.action())
              .contains(parameter.getKey());
          var value = parameter.getValue();
          var said = value.isArray() ? value.get(0).stringValue() : value.stringValue();
          if (service(row).equals("elasticmapreduce")) {
            // Its calls look otherwise to Step Functions than to the SDK.
            return;
          }
          if (said.startsWith("/Given/")) {
            isThere(row, started.request(), said.substring("/Given".length()));
          } else if (said.startsWith("/Answer/")) {
            isThere(row, answer(row, action(row)), said.substring("/Answer".length()));
          }
        });
  }

  private static Set<String> names(Object builder) {
    return ((SdkPojo) builder)
        .sdkFields().stream().map(SdkFields::name).collect(Collectors.toSet());
  }

  /** The field at the end of a path through an answer or a request. */
  private static void isThere(String row, Object start, String path) {
    var pojo = (SdkPojo) start;
    @Nullable SdkField<?> field = null;
    for (var name : path.substring(1).split("/", -1)) {
      if (name.equals("0")) {
        var element = Objects.requireNonNull(field).getTrait(ListTrait.class).memberFieldInfo();
        pojo = element.constructor() == null ? pojo : (SdkPojo) element.constructor().get();
        continue;
      }
      field =
          pojo.sdkFields().stream()
              .filter(candidate -> SdkFields.name(candidate).equals(name))
              .findFirst()
              .orElseThrow(() -> new AssertionError(row + " has no " + path));
      pojo = field.constructor() == null ? pojo : field.constructor().get();
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void itsStatusesAreThoseOfTheService(String row) throws ReflectiveOperationException {
    var kind = kind(row);
    var answer = answer(row, kind.ask().action());
    isThere(row, answer, kind.description() + kind.status());
    for (var condition : kind.conditions()) {
      var each = condition.each().isEmpty() ? "" : condition.each() + "/0";
      isThere(row, answer, kind.description() + each + condition.at());
    }
    if (service(row).equals("ecs")) {
      // Statuses of its tasks are plain texts.
      return;
    }
    var known = statuses(answer, kind.description() + kind.status());
    assertThat(known)
        .as("statuses of %s", row)
        .containsAll(kind.succeeded())
        .containsAll(kind.failed());
  }

  /** The values of the enum that the SDK has for a field. */
  private static List<String> statuses(Object answer, String path)
      throws ReflectiveOperationException {
    Class<?> type = ((Buildable) answer).build().getClass();
    var names = path.substring(1).split("/", -1);
    for (var i = 0; i < names.length; i++) {
      if (names[i].equals("0")) {
        continue;
      }
      var getter =
          type.getMethod(names[i].substring(0, 1).toLowerCase(Locale.ROOT) + names[i].substring(1));
      type = getter.getReturnType();
      if (List.class.isAssignableFrom(type)) {
        var element = (ParameterizedType) getter.getGenericReturnType();
        type = (Class<?>) element.getActualTypeArguments()[0];
      }
    }
    return Stream.of(type.getEnumConstants()).map(String::valueOf).toList();
  }

  @ParameterizedTest
  @MethodSource("allRows")
  void everyJobEnds(String row) {
    var kind = kind(row);
    assertThat(!kind.succeeded().isEmpty() || kind.gone() != null).isTrue();
    assertThat(Collections.disjoint(kind.succeeded(), kind.failed())).isTrue();
  }
}
