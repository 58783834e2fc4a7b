package dev.stepwell.integration.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Objects;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Key stores of the tests; see their README. */
public final class TestTls {
  private static final char[] PASSWORD = "changeit".toCharArray();

  private TestTls() {}

  /** Of a client that trusts the authority of the tests. */
  public static SSLContext client() {
    try {
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(keyStore("authority"));
      var context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Of a server with a certificate for {@code api.test}.
   *
   * @param name {@code trusted}, {@code expired} or {@code self-signed}
   */
  public static SSLContext server(String name) {
    try {
      var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(keyStore(name), PASSWORD);
      var context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyStore keyStore(String name) throws GeneralSecurityException {
    try (var stream = TestTls.class.getResourceAsStream("/tls/" + name + ".p12")) {
      var store = KeyStore.getInstance("PKCS12");
      store.load(Objects.requireNonNull(stream, name), PASSWORD);
      return store;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
