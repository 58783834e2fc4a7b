package dev.stepwell.persistence.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Creates the data directory and its password, or checks that this PostgreSQL can read them. */
record DataDirectory(
    Home home, PostgresBinaries binaries, Privileges privileges, ServerLog log, Progress progress) {

  static final String USER = "stepwell";
  private static final int PASSWORD_BYTES = 24;

  /** Returns the password of {@link #USER}. */
  String prepare() throws IOException, InterruptedException {
    boolean isNew = Files.notExists(home.data());
    if (isNew && Files.notExists(home.password())) {
      createPassword();
    }
    privileges.own(requirePassword());
    if (isNew) {
      initialize();
    } else {
      requireVersion();
      privileges.adopt(home.data());
    }
    return Files.readString(home.password()).trim();
  }

  private Path requirePassword() {
    if (Files.notExists(home.password())) {
      throw new EmbeddedPostgresException(
          "The file %s, without which nobody can log in to %s, is missing: put it back."
              .formatted(home.password(), home.data()));
    }
    return home.password();
  }

  private void createPassword() throws IOException {
    byte[] random = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(random);
    Path unfinished = home.directory().resolve("password.tmp");
    Files.deleteIfExists(unfinished);
    Files.createFile(
        unfinished,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(unfinished, Base64.getUrlEncoder().encodeToString(random) + "\n");
    Home.moveIntoPlace(unfinished, home.password());
  }

  /** Under another name first: initdb that was killed half way leaves nothing that looks usable. */
  private void initialize() throws IOException, InterruptedException {
    Path unfinished = home.unfinishedData();
    DirectoryTree.delete(unfinished);
    Files.createDirectory(unfinished);
    Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rwx------"));
    privileges.own(unfinished);
    // The builtin collation never changes, where ICU's or glibc's would silently corrupt indexes.
    List<String> initdb =
        binaries.command(
            "initdb",
            List.of(
                "--pgdata=" + unfinished,
                "--username=" + USER,
                "--auth=scram-sha-256",
                "--pwfile=" + home.password(),
                "--encoding=UTF8",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--locale=C"));
    run(initdb);
    Home.moveIntoPlace(unfinished, home.data());
  }

  private void run(List<String> initdb) throws IOException, InterruptedException {
    long start = log.size();
    Process process =
        PostgresProgram.builder(privileges.command(initdb))
            .redirectOutput(log.destination())
            .start();
    process.getOutputStream().close();
    Progress.Wait wait = progress.waitingFor("creating the database");
    try {
      while (!process.waitFor(20, TimeUnit.MILLISECONDS)) {
        wait.tick();
      }
    } finally {
      process.destroy();
    }
    if (process.exitValue() != 0) {
      throw EmbeddedPostgresException.ofLog("initdb", home.directory(), log.since(start));
    }
  }

  private void requireVersion() throws IOException, InterruptedException {
    String version = readVersion();
    if (!version.equals(String.valueOf(binaries.majorVersion()))) {
      throw new EmbeddedPostgresException(
          ("The data in %s were written by PostgreSQL %s, but this release of Stepwell comes with"
                  + " PostgreSQL %d: start the release that wrote them, or choose another data"
                  + " directory.")
              .formatted(home.data(), version, binaries.majorVersion()));
    }
  }

  private String readVersion() throws IOException {
    Path version = home.data().resolve("PG_VERSION");
    if (Files.notExists(version)) {
      throw new EmbeddedPostgresException(
          "The directory %s holds no PostgreSQL data: choose another data directory, or remove it."
              .formatted(home.data()));
    }
    return Files.readString(version).trim();
  }
}
