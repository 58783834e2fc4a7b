package dev.stepwell.integration.net;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A block of addresses of one family, such as {@code 10.0.0.0/8} or {@code fc00::/7}.
 *
 * @param prefixLength how many of the leading bits all its addresses share
 */
record Cidr(InetAddress first, int prefixLength) {
  private static final Pattern FOUR_NUMBERS =
      Pattern.compile("((0|[1-9][0-9]{0,2})\\.){3}(0|[1-9][0-9]{0,2})");

  /** Reads an address, or an address with a length of prefix; empty where it is neither. */
  static Optional<Cidr> parse(String text) {
    var slash = text.indexOf('/');
    var address = literal(slash < 0 ? text : text.substring(0, slash));
    if (address.isEmpty()) {
      return Optional.empty();
    }
    var bits = address.get().getAddress().length * Byte.SIZE;
    if (slash < 0) {
      return Optional.of(new Cidr(address.get(), bits));
    }
    var length = text.substring(slash + 1);
    return length.matches("[0-9]{1,3}") && Integer.parseInt(length) <= bits
        ? Optional.of(new Cidr(address.get(), Integer.parseInt(length)))
        : Optional.empty();
  }

  /** For constants of the program. */
  static Cidr of(String text) {
    return parse(text).orElseThrow(() -> new IllegalArgumentException("no block: " + text));
  }

  /**
   * An address in its usual form, never a name: four decimal numbers, or an address of IPv6 without
   * a zone. Others, such as 127.1, are read in more than one way.
   */
  static Optional<InetAddress> literal(String text) {
    if (text.contains("%") || (!text.contains(":") && !FOUR_NUMBERS.matcher(text).matches())) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException noLiteral) {
      return Optional.empty();
    }
  }

  boolean contains(InetAddress address) {
    var ours = first.getAddress();
    var theirs = address.getAddress();
    if (ours.length != theirs.length) {
      return false;
    }
    var wholeBytes = prefixLength / Byte.SIZE;
    for (var i = 0; i < wholeBytes; i++) {
      if (ours[i] != theirs[i]) {
        return false;
      }
    }
    var restOfBits = prefixLength % Byte.SIZE;
    if (restOfBits == 0) {
      return true;
    }
    var mask = 0xFF << (Byte.SIZE - restOfBits);
    return (ours[wholeBytes] & mask) == (theirs[wholeBytes] & mask);
  }

  @Override
  public String toString() {
    return first.getHostAddress() + "/" + prefixLength;
  }
}
