package dev.stepwell.integration.net;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Addresses that are no host of the public Internet. Source: IANA's registries of special-purpose
 * addresses (RFC 6890), multicast (RFC 5771, RFC 4291), and what clouds use besides.
 */
final class SpecialAddresses {
  private record Block(Cidr addresses, String kind) {
    Block(String addresses, String kind) {
      this(Cidr.of(addresses), kind);
    }
  }

  private static final List<Block> BLOCKS =
      List.of(
          new Block("0.0.0.0/8", "unspecified"),
          new Block("10.0.0.0/8", "private"),
          new Block("100.64.0.0/10", "shared by customers of a provider"),
          new Block("127.0.0.0/8", "loopback"),
          new Block("168.63.129.16/32", "of a cloud's platform"),
          new Block("169.254.0.0/16", "link-local"),
          new Block("172.16.0.0/12", "private"),
          new Block("192.0.0.0/24", "for protocols"),
          new Block("192.0.2.0/24", "for documentation"),
          new Block("192.88.99.0/24", "for 6to4"),
          new Block("192.168.0.0/16", "private"),
          new Block("198.18.0.0/15", "for benchmarks"),
          new Block("198.51.100.0/24", "for documentation"),
          new Block("203.0.113.0/24", "for documentation"),
          new Block("224.0.0.0/4", "multicast"),
          new Block("240.0.0.0/4", "reserved"),
          new Block("::/128", "unspecified"),
          new Block("::1/128", "loopback"),
          // Addresses of IPv4 in those of IPv6: who translates them may lead anywhere.
          new Block("::/96", "an embedded IPv4 address"),
          new Block("::ffff:0:0:0/96", "an embedded IPv4 address"),
          new Block("64:ff9b::/96", "an embedded IPv4 address"),
          new Block("64:ff9b:1::/48", "an embedded IPv4 address"),
          new Block("2001::/32", "an embedded IPv4 address"),
          new Block("2002::/16", "an embedded IPv4 address"),
          new Block("2001::/23", "for protocols"),
          new Block("2001:db8::/32", "for documentation"),
          new Block("3fff::/20", "for documentation"),
          new Block("fc00::/7", "private"),
          new Block("fe80::/10", "link-local"),
          new Block("fec0::/10", "site-local"),
          new Block("ff00::/8", "multicast"));

  /** All that is assigned to hosts. */
  private static final Cidr GLOBAL_UNICAST = Cidr.of("2000::/3");

  private SpecialAddresses() {}

  /** What an address is, for people; empty for a host of the Internet. */
  static Optional<String> kind(InetAddress address) {
    var kind =
        BLOCKS.stream()
            .filter(block -> block.addresses().contains(address))
            .map(Block::kind)
            .findFirst();
    return kind.isEmpty() && address instanceof Inet6Address && !GLOBAL_UNICAST.contains(address)
        ? Optional.of("unassigned")
        : kind;
  }
}
