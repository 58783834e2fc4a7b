package dev.stepwell.integration.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Gives the client the very addresses that the policy has seen: between the check and the
 * connection nobody asks for a name again, so that one that changes its mind leads nowhere else.
 */
final class CheckedLookup implements DnsResolver {
  private final HostLookup lookup;
  private final AddressPolicy policy;

  CheckedLookup(HostLookup lookup, AddressPolicy policy) {
    this.lookup = lookup;
    this.policy = policy;
  }

  /** No address of a host may be connected to. */
  static final class RefusedHostException extends UnknownHostException {
    private static final long serialVersionUID = 1;

    RefusedHostException(String kind) {
      super(kind);
    }
  }

  @Override
  public List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException {
    var allowed = new ArrayList<InetSocketAddress>();
    Optional<String> refused = Optional.empty();
    for (var address : lookup.addresses(host)) {
      var refusal = policy.refusal(host, address, port);
      if (refusal.isEmpty()) {
        allowed.add(new InetSocketAddress(address, port));
      } else {
        refused = refusal;
      }
    }
    if (allowed.isEmpty() && refused.isPresent()) {
      throw new RefusedHostException(refused.get());
    }
    return allowed;
  }

  @Override
  public InetAddress[] resolve(String host) {
    throw new UnsupportedOperationException("addresses are checked together with their port");
  }

  @Override
  public String resolveCanonicalHostname(String host) {
    return host;
  }
}
