package dev.stepwell.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Calls over TLS, with a certificate for localhost that the process trusts. */
@Timeout(60)
class HttpsTest {
  private static final String PASSWORD = "changeit";

  private static SSLContext context;

  private final SSLContext before = defaultContext();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpsServer server;

  private static SSLContext defaultContext() {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeAll
  static void createCertificate(@TempDir Path folder) throws Exception {
    context = contextFor(newCertificate(folder.resolve("keys.p12")));
  }

  @BeforeEach
  void startServer() throws Exception {
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.setExecutor(threads);
    server.createContext(
        "/base",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(200, 0); // length 0 is chunked here
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    SSLContext.setDefault(context);
  }

  @AfterEach
  void stopServer() {
    SSLContext.setDefault(before);
    server.stop(0);
    threads.shutdownNow();
  }

  private static KeyStore newCertificate(Path file) throws Exception {
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                file.toString(),
                "-storepass",
                PASSWORD,
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(keytool.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(keytool.exitValue()).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (var in = Files.newInputStream(file)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    return keys;
  }

  private static SSLContext contextFor(KeyStore keys) throws Exception {
    var keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keyManagers.init(keys, PASSWORD.toCharArray());
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("server", keys.getCertificate("server"));
    var trustManagers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trustManagers.init(trusted);
    var context = SSLContext.getInstance("TLS");
    context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
    return context;
  }

  private URI endpoint(String host) {
    return URI.create("https://" + host + ":" + server.getAddress().getPort() + "/base");
  }

  @Test
  void callsGoOverTlsToThePathOfTheEndpoint() throws Exception {
    try (var client = new StatesClient(endpoint("localhost"))) {
      for (int i = 0; i < 3; i++) {
        byte[] request = ("{\"call\":" + i + "}").getBytes(UTF_8);
        assertThat(client.call("Echo", request)).isEqualTo(request);
      }
    }
  }

  @Test
  void aCertificateForAnotherNameIsRefused() {
    try (var client = new StatesClient(endpoint("127.0.0.1"))) {
      assertThatThrownBy(() -> client.call("Echo", TaskMessages.object()))
          .isInstanceOf(SSLException.class);
    }
  }

  @Test
  void aCertificateThatNobodyTrustsIsRefused() {
    SSLContext.setDefault(before);
    try (var client = new StatesClient(endpoint("localhost"))) {
      assertThatThrownBy(() -> client.call("Echo", TaskMessages.object()))
          .isInstanceOf(SSLException.class);
    }
  }
}
