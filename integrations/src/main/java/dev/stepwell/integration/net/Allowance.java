package dev.stepwell.integration.net;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** A place that requests may go to although the policy would refuse it. */
public sealed interface Allowance {
  /** Of any port. */
  int ANY_PORT = 0;

  /**
   * A host by the name that URLs have for it, wherever that leads.
   *
   * @param name in lower case
   */
  record Host(String name, int port) implements Allowance {}

  /** Addresses, whatever the name that leads to them. */
  record Network(Cidr addresses, int port) implements Allowance {}

  /** {@code [addresses of IPv6]:port}, or a host or block of IPv4 with or without a port. */
  Pattern FORM =
      Pattern.compile("(?:\\[(?<v6>[^\\]]+)\\]|(?<name>[^:\\[\\]]+))(?::(?<port>[0-9]{1,5}))?");

  /**
   * Reads one: {@code localhost}, {@code api.local:8080}, {@code 10.0.0.0/8}, {@code
   * 127.0.0.1:9000}, {@code fd00::/8}, {@code [::1]:8080}.
   *
   * @return empty where it is none
   */
  static Optional<Allowance> parse(String text) {
    var block = Cidr.parse(text);
    if (block.isPresent()) {
      return Optional.of(new Network(block.get(), ANY_PORT));
    }
    var form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    var port = form.group("port") == null ? ANY_PORT : Integer.parseInt(form.group("port"));
    var inBrackets = form.group("v6");
    if (inBrackets != null) {
      return Cidr.parse(inBrackets).map(addresses -> new Network(addresses, port));
    }
    var name = form.group("name");
    var addresses = Cidr.parse(name);
    if (addresses.isPresent()) {
      return Optional.of(new Network(addresses.get(), port));
    }
    return TargetUrl.read("https://" + name) instanceof TargetUrl.Reading.Read(var url)
            && url.pathAndQuery().equals("/")
            && !name.contains("/")
        ? Optional.of(new Host(url.host().toLowerCase(Locale.ROOT), port))
        : Optional.empty();
  }

  /** Whether it names the host of a URL, by name or by address. */
  default boolean names(String host, int toPort) {
    return isOfPort(toPort)
        && switch (this) {
          case Host(var name, _) -> name.equals(host);
          case Network(var addresses, _) ->
              Cidr.literal(host).filter(addresses::contains).isPresent();
        };
  }

  /** Whether a connection to that address is allowed by it. */
  default boolean covers(String host, InetAddress address, int toPort) {
    return isOfPort(toPort)
        && switch (this) {
          case Host(var name, _) -> name.equals(host);
          case Network(var addresses, _) -> addresses.contains(address);
        };
  }

  private boolean isOfPort(int toPort) {
    var ours =
        switch (this) {
          case Host(_, var port) -> port;
          case Network(_, var port) -> port;
        };
    return ours == ANY_PORT || ours == toPort;
  }
}
