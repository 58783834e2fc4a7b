package dev.stepwell.integration.peer;

import dev.stepwell.integration.net.HostLookup;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Names that lead where a test wants them, one answer after the other; no resolver is asked. */
public final class TestHosts implements HostLookup {
  private final Map<String, List<InetAddress[]>> answers = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();

  /**
   * Lets a name lead to addresses, another time to others; the last answer stays.
   *
   * @param addresses each of one or more literals, with spaces between
   */
  public TestHosts with(String name, String... addresses) {
    answers.put(
        name,
        Arrays.stream(addresses)
            .map(answer ->
                Arrays.stream(answer.split(" "))
                    .map(InetAddress::ofLiteral)
                    .toArray(InetAddress[]::new))
            .toList());
    return this;
  }

  /** How often a name has been looked up. */
  public int lookups(String name) {
    return asked.getOrDefault(name, new AtomicInteger()).get();
  }

  @Override
  public InetAddress[] addresses(String host) throws UnknownHostException {
    var time = asked.computeIfAbsent(host, _ -> new AtomicInteger()).getAndIncrement();
    var known = answers.get(host);
    if (known != null) {
      return known.get(Math.min(time, known.size() - 1));
    }
    try {
      return new InetAddress[] {InetAddress.ofLiteral(host)};
    } catch (IllegalArgumentException noLiteral) {
      throw new UnknownHostException(host);
    }
  }
}
