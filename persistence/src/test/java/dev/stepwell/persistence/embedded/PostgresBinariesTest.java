package dev.stepwell.persistence.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.persistence.testing.TestDirectories;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresBinariesTest {
  private static final Progress SILENT = new Progress(message -> {});

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "Linux, amd64, postgres-linux-x86_64.txz",
    "Linux, aarch64, postgres-linux-arm_64.txz",
    "Mac OS X, aarch64, postgres-darwin-arm_64.txz",
    "Mac OS X, x86_64, postgres-darwin-arm_64.txz",
    "Linux, s390x,",
    "Windows 11, amd64,"
  })
  void archiveIsChosenBySystemAndProcessor(String os, String arch, String resource) {
    assertThat(BundledArchive.resourceFor(os, arch)).isEqualTo(resource);
  }

  @Test
  void unpacksOnceAndBeginsAgainAfterAnInterruption() throws Exception {
    Path halfDone = Files.createDirectories(directory.resolve("bin.tmp").resolve("bin"));
    Files.writeString(halfDone.resolve("postgres"), "half a program");

    PostgresBinaries first = PostgresBinaries.unpack(directory, SILENT);
    var unpacked = Files.getLastModifiedTime(first.directory().resolve("bin/postgres"));
    PostgresBinaries second = PostgresBinaries.unpack(directory, SILENT);

    assertThat(first.majorVersion()).isEqualTo(18);
    assertThat(second).isEqualTo(first);
    assertThat(Files.getLastModifiedTime(second.directory().resolve("bin/postgres")))
        .isEqualTo(unpacked);
    assertThat(directory.resolve("bin.tmp")).doesNotExist();
  }

  @Test
  void programsOfEarlierReleasesAreRemoved() throws Exception {
    Path current = Files.createDirectories(directory.resolve("bin-2"));
    Path old = Files.createDirectories(directory.resolve("bin-1").resolve("lib")).getParent();

    new PostgresBinaries(current, 18).deleteOthers();

    assertThat(current).exists();
    assertThat(old).doesNotExist();
  }

  @Test
  void nameSaysWhichContent() throws Exception {
    assertThat(BundledArchive.find().id()).matches("[0-9a-f]+-[0-9a-f]{8}");
    PostgresBinaries binaries = PostgresBinaries.unpack(TestDirectories.binaries(), SILENT);
    assertThat(binaries.directory().getFileName()).hasToString("bin-" + BundledArchive.find().id());
  }
}
