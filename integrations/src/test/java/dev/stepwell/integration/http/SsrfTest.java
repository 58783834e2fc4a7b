package dev.stepwell.integration.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.integration.peer.RecordingServer;
import dev.stepwell.integration.peer.RecordingServer.Answer;
import dev.stepwell.integration.peer.ScriptedServer;
import dev.stepwell.integration.peer.TestHosts;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What whoever writes a definition must not reach: each case is a URL that leads, or has led
 * somewhere, to what only the server can reach. A server of the test, whose port stands for PORT,
 * sees that nobody comes.
 */
class SsrfTest {
  private static final String PORT = "PORT";

  private static final ScriptedServer INSIDE =
      ScriptedServer.saying("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");

  @AfterAll
  static void stop() throws IOException {
    INSIDE.close();
  }

  private static TestHosts hosts() {
    return new TestHosts()
        .with("localhost", "127.0.0.1")
        .with("inside.example", "127.0.0.1")
        .with("lan.example", "10.1.2.3")
        .with("everywhere.example", "192.168.1.1 172.20.0.1 ::1")
        .with("six.example", "::1")
        .with("mapped.example", "::ffff:127.0.0.1")
        .with("metadata.google.internal", "169.254.169.254")
        .with("good.example", "93.184.215.14");
  }

  private static void isRefused(String url) throws InterruptedException {
    var before = INSIDE.connections();
    try (var http = TestHttp.of(hosts())) {
      var failed = TestHttp.failed(http.get(url.replace(PORT, String.valueOf(INSIDE.port()))));
      assertThat(failed.cause()).containsAnyOf("is refused", "cannot be used");
      assertThat(failed.error()).isIn("States.Runtime", "States.Http.Socket");
    }
    assertThat(INSIDE.connections()).isEqualTo(before);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "loopback | https://127.0.0.1:PORT/",
        "any address of loopback | https://127.200.3.4:PORT/",
        "end of loopback | https://127.255.255.254/",
        "unspecified, which is this machine | https://0.0.0.0:PORT/",
        "this network | https://0.1.2.3/",
        "private, class A | https://10.0.0.1/",
        "private, class B | https://172.16.0.1/",
        "end of private class B | https://172.31.255.254/",
        "private, class C | https://192.168.1.1/",
        "link-local | https://169.254.1.1/",
        "metadata of a cloud | https://169.254.169.254/latest/meta-data/",
        "metadata by containers | https://169.254.170.2/v2/credentials",
        "platform of a cloud | https://168.63.129.16/",
        "provider's network | https://100.64.0.1/",
        "metadata in a provider's network | https://100.100.100.200/latest/meta-data/",
        "protocol assignments, metadata of a cloud | https://192.0.0.192/",
        "documentation 1 | https://192.0.2.1/",
        "documentation 2 | https://198.51.100.7/",
        "documentation 3 | https://203.0.113.9/",
        "benchmarks | https://198.19.255.1/",
        "relay of 6to4 | https://192.88.99.1/",
        "multicast | https://224.0.0.1/",
        "multicast of services | https://239.255.255.250:1900/",
        "reserved | https://240.0.0.1/",
        "broadcast | https://255.255.255.255/",
      })
  void addressesOfIpv4(String what, String url) throws InterruptedException {
    isRefused(url);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "loopback | https://[::1]:PORT/",
        "loopback in full | https://[0:0:0:0:0:0:0:1]:PORT/",
        "unspecified | https://[::]:PORT/",
        "mapped | https://[::ffff:127.0.0.1]:PORT/",
        "mapped in digits | https://[::ffff:7f00:1]:PORT/",
        "mapped in full | https://[0:0:0:0:0:ffff:a9fe:a9fe]/",
        "compatible | https://[::127.0.0.1]:PORT/",
        "translated | https://[::ffff:0:127.0.0.1]/",
        "NAT64 | https://[64:ff9b::7f00:1]/",
        "NAT64 of metadata | https://[64:ff9b::169.254.169.254]/",
        "local NAT64 | https://[64:ff9b:1::a00:1]/",
        "6to4 | https://[2002:7f00:1::]/",
        "Teredo | https://[2001:0:53aa:64c:0:7dff:80ff:fffe]/",
        "unique local | https://[fc00::1]/",
        "metadata of a cloud | https://[fd00:ec2::254]/latest/meta-data/",
        "link-local | https://[fe80::1]/",
        "link-local with a zone | https://[fe80::1%25lo]:PORT/",
        "loopback with a zone | https://[::1%25lo]:PORT/",
        "site-local | https://[fec0::1]/",
        "multicast | https://[ff02::1]/",
        "documentation | https://[2001:db8::1]/",
        "documentation, new | https://[3fff::1]/",
        "discarded | https://[100::1]/",
        "unassigned | https://[4000::1]/",
      })
  void addressesOfIpv6(String what, String url) throws InterruptedException {
    isRefused(url);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "one decimal number | https://2130706433:PORT/",
        "one hexadecimal number | https://0x7f000001:PORT/",
        "one octal number | https://017700000001:PORT/",
        "hexadecimal bytes | https://0x7f.0x0.0x0.0x1:PORT/",
        "octal bytes | https://0177.0.0.1:PORT/",
        "octal zeros | https://127.0.0.01:PORT/",
        "two numbers | https://127.1:PORT/",
        "three numbers | https://127.0.1:PORT/",
        "zero | https://0:PORT/",
        "a number too large | https://256.256.256.256/",
        "an overflow | https://4294967297/",
        "a dot at the end | https://127.0.0.1.:PORT/",
        "full-width digits | https://１２７.０.０.１:PORT/",
        "ideographic full stops | https://127。0。0。1:PORT/",
        "circled letters | https://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ:PORT/",
        "percent-encoded digits | https://%31%32%37.0.0.1:PORT/",
        "percent-encoded dot | https://127%2e0.0.1:PORT/",
        "brackets around IPv4 | https://[127.0.0.1]:PORT/",
      })
  void otherSpellingsOfAddresses(String what, String url) throws InterruptedException {
    isRefused(url);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "its name | https://localhost:PORT/",
        "in capitals | https://LOCALHOST:PORT/",
        "mixed | https://LocalHost:PORT/",
        "a dot at the end | https://localhost.:PORT/",
        "a name that leads inside | https://inside.example:PORT/",
        "a name of the local network | https://lan.example/",
        "several addresses, none of them outside | https://everywhere.example/",
        "an address of IPv6 | https://six.example:PORT/",
        "a mapped address | https://mapped.example:PORT/",
        "metadata by its name | https://metadata.google.internal/computeMetadata/v1/",
      })
  void namesThatLeadInside(String what, String url) throws InterruptedException {
    isRefused(url);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a user that looks like a host | https://good.example@127.0.0.1:PORT/",
        "user and password | https://good.example:443@127.0.0.1:PORT/",
        "two at signs | https://a@good.example@127.0.0.1:PORT/",
        "an empty user | https://@127.0.0.1:PORT/",
        "an encoded at sign | https://good.example%40127.0.0.1:PORT/",
        "a backslash | https://good.example\\@127.0.0.1:PORT/",
        "a backslash for slashes | https:\\\\127.0.0.1:PORT/",
        "a fragment before a host | https://127.0.0.1:PORT#@good.example/",
        "a query before a host | https://127.0.0.1:PORT?@good.example/",
        "no host | https:///127.0.0.1/",
        "no slashes | https:127.0.0.1",
        "no scheme | //127.0.0.1:PORT/",
        "a space before | ` https://127.0.0.1:PORT/`",
        "a space inside | `https://good.example 127.0.0.1:PORT/`",
        "two ports | https://good.example:80:PORT/",
        "port zero | https://good.example:0/",
        "a port too large | https://good.example:65979/",
        "not encrypted | http://good.example/",
        "not encrypted, inside | http://127.0.0.1:PORT/",
        "a file | file:///etc/passwd",
        "a file of a host | file://127.0.0.1/etc/passwd",
        "ftp | ftp://127.0.0.1:PORT/",
        "gopher | gopher://127.0.0.1:PORT/_GET%20/",
        "a jar | jar:https://127.0.0.1:PORT/a.jar!/b",
        "data | data:text/plain,hello",
        "ldap | ldap://127.0.0.1:PORT/",
        "nothing | ``",
      })
  void urlsThatAreReadInMoreThanOneWay(String what, String url) throws InterruptedException {
    isRefused(url);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\r\n", "\n", "\t", "\0", "\u007f", "\u2028"})
  void controlCharacters(String character) throws InterruptedException {
    isRefused("https://good.example" + character + "@127.0.0.1:PORT/");
    isRefused("https://127.0.0.1:PORT/" + character);
  }

  // ---- who answers differently the second time ----

  @Test
  void aNameThatHasChangedItsMindIsRefused() throws InterruptedException, IOException {
    var hosts = new TestHosts().with("rebinding.example", "127.0.0.1", "10.0.0.1");
    try (var outside =
            new ScriptedServer(connection -> ScriptedServer.write(connection, "no TLS"));
        var http = TestHttp.of(hosts, "127.0.0.1/32")) {
      var url = "https://rebinding.example:" + outside.port() + "/";
      // Allowed: the connection is made, and then is no TLS.
      assertThat(TestHttp.failed(http.get(url)).cause()).contains("TLS");
      assertThat(outside.connections()).isEqualTo(1);
      assertThat(TestHttp.failed(http.get(url)).cause())
          .contains("is refused: its address is private");
      assertThat(outside.connections()).isEqualTo(1);
      // One lookup for a connection: nobody asks again between the check and the connection.
      assertThat(hosts.lookups("rebinding.example")).isEqualTo(2);
    }
  }

  @Test
  void redirectsAreNotFollowed() throws InterruptedException {
    for (var status : new int[] {301, 302, 303, 307, 308}) {
      var before = INSIDE.connections();
      var target = "http://127.0.0.1:" + INSIDE.port() + "/";
      try (var api =
              RecordingServer.answering(
                  Answer.of(status, Map.of("Location", target), "over there"));
          var http = TestHttp.allowing("127.0.0.1:" + api.port())) {
        var failed = TestHttp.failed(http.get(api.url()));
        assertThat(failed.error()).isEqualTo("States.Http.StatusCode." + status);
        assertThat(failed.cause()).isEqualTo("over there");
      }
      assertThat(INSIDE.connections()).isEqualTo(before);
    }
  }

  @Test
  void aProxyOfTheProcessIsNotUsed() throws InterruptedException {
    var before = INSIDE.connections();
    System.setProperty("http.proxyHost", "127.0.0.1");
    System.setProperty("http.proxyPort", String.valueOf(INSIDE.port()));
    System.setProperty("http.nonProxyHosts", "");
    try (var api = RecordingServer.answering(Answer.json("1"));
        var http = TestHttp.allowing("127.0.0.1:" + api.port())) {
      assertThat(TestHttp.answered(http.get(api.url())).path("ResponseBody").asInt()).isEqualTo(1);
      assertThat(INSIDE.connections()).isEqualTo(before);
    } finally {
      System.clearProperty("http.proxyHost");
      System.clearProperty("http.proxyPort");
      System.clearProperty("http.nonProxyHosts");
    }
  }

  // ---- what is allowed ----

  @Test
  void anAllowedPortDoesNotAllowAnother() throws InterruptedException {
    try (var api = RecordingServer.answering(Answer.json("1"));
        var http = TestHttp.allowing("127.0.0.1:" + api.port())) {
      TestHttp.answered(http.get(api.url()));
      var before = INSIDE.connections();
      TestHttp.failed(http.get("http://127.0.0.1:" + INSIDE.port() + "/"));
      TestHttp.failed(http.get("https://127.0.0.1:" + INSIDE.port() + "/"));
      assertThat(INSIDE.connections()).isEqualTo(before);
    }
  }

  @Test
  void anAllowedNameMayLeadAnywhere() throws InterruptedException {
    try (var api = RecordingServer.answering(Answer.json("1"));
        var http = TestHttp.of(new TestHosts().with("api.local", "127.0.0.1"), "api.local")) {
      TestHttp.answered(http.get("http://API.local:" + api.port() + "/"));
      // The same address by another name.
      TestHttp.failed(http.get(api.url()));
    }
  }

  @Test
  void anAllowedNetworkDoesNotAllowPlainHttpToNames() throws InterruptedException {
    try (var api = RecordingServer.answering(Answer.json("1"));
        var http =
            TestHttp.of(new TestHosts().with("someone.example", "127.0.0.1"), "127.0.0.0/8")) {
      TestHttp.answered(http.get(api.url()));
      assertThat(TestHttp.failed(http.get("http://someone.example:" + api.port() + "/")).error())
          .isEqualTo("States.Runtime");
    }
  }
}
