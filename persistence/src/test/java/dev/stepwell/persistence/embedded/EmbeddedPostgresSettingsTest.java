package dev.stepwell.persistence.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class EmbeddedPostgresSettingsTest {
  private static final long GIGABYTE = 1L << 30;

  @Test
  void cacheIsAQuarterOfTheMemoryUpToHalfAGigabyte() {
    assertThat(EmbeddedPostgresSettings.sharedBuffersFor(GIGABYTE)).isEqualTo(256);
    assertThat(EmbeddedPostgresSettings.sharedBuffersFor(2 * GIGABYTE)).isEqualTo(512);
    assertThat(EmbeddedPostgresSettings.sharedBuffersFor(24 * GIGABYTE)).isEqualTo(512);
    assertThat(EmbeddedPostgresSettings.sharedBuffersFor(1)).isEqualTo(16);
  }

  @Test
  void durabilityIsNotForSale() {
    assertThat(EmbeddedPostgresSettings.small().parameters(5432))
        .containsEntry("fsync", "on")
        .containsEntry("synchronous_commit", "on")
        .containsEntry("full_page_writes", "on")
        .containsEntry("listen_addresses", "127.0.0.1")
        .containsEntry("port", "5432");
  }

  @Test
  void limitsAreChecked() {
    assertThat(new EmbeddedPostgresSettings(16, 64, 5, Optional.empty())).isNotNull();
    assertThatThrownBy(() -> new EmbeddedPostgresSettings(15, 64, 5, Optional.empty()))
        .hasMessage("sharedBuffersMegabytes must be at least 16, not 15");
    assertThatThrownBy(() -> new EmbeddedPostgresSettings(16, 63, 5, Optional.empty()))
        .hasMessageContaining("maxWalSizeMegabytes");
    assertThatThrownBy(() -> new EmbeddedPostgresSettings(16, 64, 4, Optional.empty()))
        .hasMessageContaining("maxConnections");
  }
}
