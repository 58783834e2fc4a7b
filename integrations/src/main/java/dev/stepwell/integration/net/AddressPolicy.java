package dev.stepwell.integration.net;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Where requests may go. Who writes a definition chooses the URL, and must not reach what only this
 * server can: services of its machine and network, the metadata of its cloud. By default only hosts
 * of the Internet are allowed, and only by TLS. See ADR 15.
 */
public sealed interface AddressPolicy {

  /** Everything: for URLs that the operator of the server has chosen. */
  static AddressPolicy everything() {
    return new Everything();
  }

  /** Hosts of the Internet by TLS, and what is allowed besides, also without. */
  static AddressPolicy internetAnd(List<Allowance> allowed) {
    return new Internet(List.copyOf(allowed));
  }

  /**
   * Why a URL is refused before its host is looked up; empty where it is not.
   *
   * @return for people
   */
  Optional<String> refusal(TargetUrl url);

  /** What kind of address must not be connected to; empty where it may be. */
  Optional<String> refusal(String host, InetAddress address, int port);

  /** Refuses nothing. */
  record Everything() implements AddressPolicy {
    @Override
    public Optional<String> refusal(TargetUrl url) {
      return Optional.empty();
    }

    @Override
    public Optional<String> refusal(String host, InetAddress address, int port) {
      return Optional.empty();
    }
  }

  /** Refuses what is not the Internet, unless it is allowed. */
  record Internet(List<Allowance> allowed) implements AddressPolicy {
    @Override
    public Optional<String> refusal(TargetUrl url) {
      return url.isSecure()
              || allowed.stream().anyMatch(allowance -> allowance.names(url.host(), url.port()))
          ? Optional.empty()
          : Optional.of("it must begin with https://, unless http-allow names its host");
    }

    @Override
    public Optional<String> refusal(String host, InetAddress address, int port) {
      return allowed.stream().anyMatch(allowance -> allowance.covers(host, address, port))
          ? Optional.empty()
          : SpecialAddresses.kind(address);
    }
  }
}
