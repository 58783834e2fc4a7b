package dev.stepwell.integration.aws;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.AwsClient;

/** A service whose client is there. */
final class SdkService {
  private static final String SERVICES = "software/amazon/awssdk/services/";
  private static final Pattern CLIENT =
      Pattern.compile("(?!Default)[A-Za-z0-9]+(?<!Async)Client\\.class");

  /** Services that live in the package of another. */
  private static final Map<String, String> NESTED =
      Map.of("dynamodbstreams", "dynamodb/streams", "wafregional", "waf/regional");

  private final Class<? extends AwsClient> client;
  private final Map<String, Optional<SdkOperation>> operations = new ConcurrentHashMap<>();

  private SdkService(Class<? extends AwsClient> client) {
    this.client = client;
  }

  /**
   * Finds a service by the name that Step Functions has for it: that of the client's package.
   *
   * @param name such as {@code sqs}
   */
  static Optional<SdkService> find(String name, ClassLoader loader) {
    var path = SERVICES + NESTED.getOrDefault(name, name) + "/";
    try {
      for (var directory : Collections.list(loader.getResources(path))) {
        for (var file : fileNames(directory, path)) {
          if (CLIENT.matcher(file).matches()) {
            var type = path.replace('/', '.') + file.substring(0, file.lastIndexOf('.'));
            return Optional.of(
                new SdkService(Class.forName(type, false, loader).asSubclass(AwsClient.class)));
          }
        }
      }
      return Optional.empty();
    } catch (IOException unreadable) {
      throw new UncheckedIOException("The client of " + name + " cannot be read", unreadable);
    } catch (ClassNotFoundException gone) {
      throw new IllegalStateException("The client of " + name + " is incomplete", gone);
    }
  }

  /** The files that lie in a directory itself, of a jar or of the file system. */
  private static List<String> fileNames(URL directory, String path) throws IOException {
    if (directory.openConnection() instanceof JarURLConnection jar) {
      jar.setUseCaches(false);
      try (var file = jar.getJarFile()) {
        return file.stream()
            .map(entry -> entry.getName())
            .filter(name -> name.startsWith(path) && name.indexOf('/', path.length()) < 0)
            .map(name -> name.substring(path.length()))
            .toList();
      }
    }
    try (var files = Files.list(Path.of(URI.create(directory.toString())))) {
      return files.map(file -> String.valueOf(file.getFileName())).toList();
    }
  }

  /** What the names of its errors begin with, such as {@code DynamoDb}. */
  String errorPrefix() {
    return client.getSimpleName().replaceFirst("Client$", "");
  }

  /** The interface of the client. */
  Class<? extends AwsClient> client() {
    return client;
  }

  /**
   * An operation, if the client has it.
   *
   * @param action such as {@code sendMessage}
   */
  Optional<SdkOperation> operation(String action) {
    return operations.computeIfAbsent(action, name -> SdkOperation.find(client, name));
  }
}
