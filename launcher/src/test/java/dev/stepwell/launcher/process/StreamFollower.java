package dev.stepwell.launcher.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A client of server-sent events that goes on where it was cut off, at another server each time; it
 * cuts itself off, too.
 */
final class StreamFollower {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final int EVENTS_AT_ONCE = 3;
  private static final int OK = 200;

  private final List<URI> servers;
  private final String path;
  private final CompletableFuture<@Nullable Void> begun = new CompletableFuture<>();
  private final List<Event> seen = new ArrayList<>();
  private @Nullable String lastId;

  /** What a client gets dispatched; the id is empty where the event has none of its own. */
  record Event(String id, String type, String data) {}

  StreamFollower(String path, URI... servers) {
    this.path = path;
    this.servers = List.of(servers);
  }

  /** Done when the stream has said from where to go on. */
  CompletableFuture<@Nullable Void> begun() {
    return begun;
  }

  /** All events up to that one. */
  List<Event> follow(Predicate<List<Event>> isAll) throws InterruptedException {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    try (var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      for (var turn = 0; !isAll.test(seen); turn++) {
        if (System.nanoTime() > deadline) {
          throw new AssertionError(path + " was not seen to its end: " + seen);
        }
        try {
          read(client, servers.get(turn % servers.size()), isAll);
        } catch (IOException | UncheckedIOException cutOff) {
          LockSupport.parkNanos(PAUSE.toNanos());
        }
      }
    }
    return seen;
  }

  private void read(HttpClient client, URI server, Predicate<List<Event>> isAll)
      throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(server.resolve(path)).timeout(PATIENCE);
    if (lastId != null) {
      request.header("Last-Event-ID", lastId);
    }
    var response = client.send(request.build(), BodyHandlers.ofLines());
    try (var lines = response.body()) {
      if (response.statusCode() == OK) {
        read(lines, isAll);
      }
    }
  }

  /** To the end of the connection, or some events. */
  private void read(Stream<String> lines, Predicate<List<Event>> isAll) {
    var before = seen.size();
    var id = "";
    var type = "";
    var data = "";
    for (var line : (Iterable<String>) lines::iterator) {
      if (line.startsWith("id: ")) {
        id = line.substring(4);
      } else if (line.startsWith("event: ")) {
        type = line.substring(7);
      } else if (line.startsWith("data: ")) {
        data = line.substring(6);
      } else if (line.isEmpty()) {
        if (!id.isEmpty()) {
          lastId = id;
          begun.complete(null);
        }
        if (!data.isEmpty()) {
          seen.add(new Event(id, type, data));
        }
        if (isAll.test(seen) || seen.size() >= before + EVENTS_AT_ONCE) {
          return;
        }
        id = "";
        type = "";
        data = "";
      }
    }
  }
}
