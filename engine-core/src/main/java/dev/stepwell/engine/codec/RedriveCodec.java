package dev.stepwell.engine.codec;

import dev.stepwell.engine.model.Redrives;
import dev.stepwell.engine.store.Redriven;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The redrives of an execution; their client tokens are a document. */
public final class RedriveCodec {
  private RedriveCodec() {}

  /** The stored form of at least one redrive. */
  public static Redriven encode(Redrives redrives) {
    var document =
        ScopeCodec.document(json -> {
          json.writeArrayPropertyStart("tokens");
          for (var redrive : redrives.remembered()) {
            json.writeStartObject();
            json.writeStringProperty("token", redrive.clientToken());
            json.writeNumberProperty("at", redrive.at().toEpochMilli());
            json.writeEndObject();
          }
          json.writeEndArray();
        });
    return new Redriven(redrives.count(), Objects.requireNonNull(redrives.lastAt()), document);
  }

  /** The redrives of an execution; null stands for none. */
  public static Redrives decode(@Nullable Redriven stored) {
    if (stored == null) {
      return Redrives.NONE;
    }
    var remembered = new ArrayList<Redrives.Remembered>();
    for (var redrive : ScopeCodec.read(stored.tokens()).required("tokens")) {
      remembered.add(
          new Redrives.Remembered(
              redrive.required("token").stringValue(),
              Instant.ofEpochMilli(redrive.required("at").longValue())));
    }
    return new Redrives(stored.count(), stored.at(), remembered);
  }
}
