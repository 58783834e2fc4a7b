package dev.stepwell.integration.net;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Finds the addresses of hosts. */
@FunctionalInterface
public interface HostLookup {

  /** The addresses of a name, or the one that its digits say. */
  InetAddress[] addresses(String host) throws UnknownHostException;
}
