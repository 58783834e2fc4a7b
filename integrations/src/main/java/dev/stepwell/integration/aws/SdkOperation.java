package dev.stepwell.integration.aws;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsClient;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.awscore.AwsResponse;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;

/**
 * An operation of a client: the method that takes a request, and where they are streams the body of
 * the request and what reads the body of the answer.
 */
final class SdkOperation {
  private static final List<Class<?>> STREAMS =
      List.of(RequestBody.class, ResponseTransformer.class);

  private final Method method;

  private SdkOperation(Method method) {
    this.method = method;
  }

  /** The operation of that name; those with streams of events have no such method. */
  static Optional<SdkOperation> find(Class<? extends AwsClient> client, String action) {
    return Arrays.stream(client.getMethods())
        .filter(method -> method.getName().equals(action) && isOperation(method))
        .max(Comparator.comparingInt(Method::getParameterCount))
        .map(SdkOperation::new);
  }

  /** Others take a builder's consumer or a file, or return pages or a stream that stays open. */
  private static boolean isOperation(Method method) {
    var types = List.of(method.getParameterTypes());
    return !types.isEmpty()
        && AwsRequest.class.isAssignableFrom(types.getFirst())
        && STREAMS.containsAll(types.subList(1, types.size()))
        && (types.contains(ResponseTransformer.class)
            || AwsResponse.class.isAssignableFrom(method.getReturnType()));
  }

  /** Whether the request has a body that is none of its fields. */
  boolean sendsStream() {
    return takes(RequestBody.class);
  }

  /** Whether the answer has a body that is none of its fields. */
  boolean returnsStream() {
    return takes(ResponseTransformer.class);
  }

  private boolean takes(Class<?> type) {
    return Arrays.asList(method.getParameterTypes()).contains(type);
  }

  /** A new request, to be read into and built. */
  AwsRequest.Builder request() {
    return (AwsRequest.Builder) call(() -> builderOf(method.getParameterTypes()[0]).invoke(null));
  }

  private static Method builderOf(Class<?> type) throws NoSuchMethodException {
    return type.getMethod("builder");
  }

  /**
   * Makes the call.
   *
   * @param body null unless {@link #sendsStream()}
   * @throws SdkException as the client throws it
   */
  Sent.Answered call(
      AwsClient client, AwsRequest request, @Nullable RequestBody body, int maxBytes) {
    var types = method.getParameterTypes();
    var arguments = new @Nullable Object[types.length];
    for (var i = 0; i < types.length; i++) {
      arguments[i] =
          types[i] == RequestBody.class
              ? body
              : types[i] == ResponseTransformer.class ? new StreamBody.Reader(maxBytes) : request;
    }
    var result = call(() -> method.invoke(client, arguments));
    return result instanceof StreamBody stream
        ? new Sent.Answered(stream.answer(), stream)
        : new Sent.Answered((AwsResponse) result, null);
  }

  private interface Reflective {
    Object invoke() throws ReflectiveOperationException;
  }

  private Object call(Reflective reflective) {
    try {
      return reflective.invoke();
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException thrown) {
        throw thrown;
      }
      throw new IllegalStateException("The client of the SDK failed: " + method, e.getCause());
    } catch (ReflectiveOperationException unlike) {
      throw new IllegalStateException("Not a client of this SDK: " + method, unlike);
    }
  }
}
