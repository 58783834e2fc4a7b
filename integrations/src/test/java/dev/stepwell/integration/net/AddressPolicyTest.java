package dev.stepwell.integration.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stepwell.integration.peer.TestHosts;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressPolicyTest {
  private static final AddressPolicy INTERNET = AddressPolicy.internetAnd(List.of());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "126.255.255.255",
        "128.0.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "192.167.255.255",
        "192.169.0.0",
        "198.17.255.255",
        "198.20.0.0",
        "223.255.255.255",
        "2606:4700:4700::1111",
        "2003::1",
        "2a00:1450:4001:80e::200e"
      })
  void hostsOfTheInternetAreAllowed(String address) {
    assertThat(INTERNET.refusal("some.example", InetAddress.ofLiteral(address), 443)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "https://Example.COM | https://example.com/",
        "HTTPS://example.com:443/a?b=c#d | https://example.com/a?b=c",
        "https://example.com:8443?b | https://example.com:8443/?b",
        "http://example.com./%61 | http://example.com/%61",
        "https://example.com/ä?ö=1 | https://example.com/%C3%A4?%C3%B6=1",
        "https://[2606:4700::1]/ | https://[2606:4700::1]/",
        "https://xn--bcher-kva.example/ | https://xn--bcher-kva.example/",
      })
  void aUrlIsReadInOneWay(String text, String url) {
    assertThat(TargetUrl.read(text))
        .isInstanceOfSatisfying(
            TargetUrl.Reading.Read.class, read -> assertThat(read.url()).hasToString(url));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "localhost | localhost | 127.0.0.1 | 80 | true",
        "LocalHost | localhost | 127.0.0.1 | 80 | true",
        "localhost:8080 | localhost | 127.0.0.1 | 8080 | true",
        "localhost:8080 | localhost | 127.0.0.1 | 8081 | false",
        "10.0.0.0/8 | any.example | 10.255.1.2 | 443 | true",
        "10.0.0.0/8 | any.example | 11.0.0.1 | 443 | true",
        "10.0.0.0/9 | any.example | 10.128.0.0 | 443 | false",
        "10.0.0.0/8:443 | any.example | 10.1.1.1 | 8443 | false",
        "127.0.0.1 | any.example | 127.0.0.2 | 443 | false",
        "fd00::/8 | any.example | fd12::1 | 443 | true",
        "[fd00::/8]:9000 | any.example | fd12::1 | 9000 | true",
        "[::1]:9000 | any.example | ::1 | 9001 | false",
      })
  void whatAnEntryAllows(String entry, String host, String address, int port, boolean allowed) {
    var policy = AddressPolicy.internetAnd(List.of(Allowance.parse(entry).orElseThrow()));
    assertThat(policy.refusal(host, InetAddress.ofLiteral(address), port).isEmpty())
        .isEqualTo(allowed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "https://localhost",
        "localhost/path",
        "localhost:",
        "localhost:123456",
        "*.example.com",
        "10.0.0.0/33",
        "10.0.0/8",
        "127.1",
        "user@localhost",
        "[localhost]:80",
        "fd00::/129",
        "a b"
      })
  void whatIsNoEntry(String text) {
    assertThat(Allowance.parse(text)).isEmpty();
  }

  @Test
  void ofSeveralAddressesOnlyThoseOutsideAreUsed() throws UnknownHostException {
    var hosts = new TestHosts().with("mixed.example", "10.0.0.1 1.1.1.1 ::1");
    assertThat(new CheckedLookup(hosts, INTERNET).resolve("mixed.example", 443))
        .containsExactly(new InetSocketAddress(InetAddress.ofLiteral("1.1.1.1"), 443));
    assertThat(hosts.lookups("mixed.example")).isEqualTo(1);
  }

  @Test
  void theAddressesThatWereCheckedAreTheOnesThatAreUsed() throws UnknownHostException {
    var hosts = new TestHosts().with("rebinding.example", "1.1.1.1", "127.0.0.1");
    var lookup = new CheckedLookup(hosts, INTERNET);
    assertThat(lookup.resolve("rebinding.example", 443))
        .containsExactly(new InetSocketAddress(InetAddress.ofLiteral("1.1.1.1"), 443));
    assertThatThrownBy(() -> lookup.resolve("rebinding.example", 443))
        .isInstanceOf(CheckedLookup.RefusedHostException.class)
        .hasMessage("loopback");
  }

  @Test
  void theOperatorsOwnUrlsMayLeadAnywhere() throws UnknownHostException {
    var lookup =
        new CheckedLookup(new TestHosts().with("inside", "127.0.0.1"), AddressPolicy.everything());
    assertThat(lookup.resolve("inside", 80)).hasSize(1);
  }
}
