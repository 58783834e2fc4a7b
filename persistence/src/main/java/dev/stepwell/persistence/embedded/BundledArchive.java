package dev.stepwell.persistence.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Locale;
import java.util.jar.JarFile;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/** The PostgreSQL programs for this machine as they lie on the class path: a tar.xz file. */
record BundledArchive(URL url) {

  /**
   * @throws EmbeddedPostgresException if there are none for this operating system and processor
   */
  static BundledArchive find() {
    String os = System.getProperty("os.name", "");
    String arch = System.getProperty("os.arch", "");
    String resource = resourceFor(os, arch);
    URL url = resource == null ? null : BundledArchive.class.getClassLoader().getResource(resource);
    if (url == null) {
      throw new EmbeddedPostgresException(
          ("There is no embedded PostgreSQL for %s on %s in this build: use an external PostgreSQL"
                  + " (--database-url).")
              .formatted(os, arch));
    }
    return new BundledArchive(url);
  }

  static @Nullable String resourceFor(String os, String arch) {
    String system = os.toLowerCase(Locale.ROOT);
    if (system.startsWith("mac")) {
      // One universal binary for both processors.
      return "postgres-darwin-arm_64.txz";
    }
    if (!system.equals("linux")) {
      return null;
    }
    return switch (arch) {
      case "amd64", "x86_64" -> "postgres-linux-x86_64.txz";
      case "aarch64", "arm64" -> "postgres-linux-arm_64.txz";
      default -> null;
    };
  }

  /**
   * Says the same for the same content only: size and CRC-32, which a jar knows without reading.
   */
  String id() throws IOException {
    URLConnection connection = url.openConnection();
    connection.setUseCaches(false);
    if (connection instanceof JarURLConnection entry) {
      try (JarFile jar = entry.getJarFile()) {
        var jarEntry = jar.getJarEntry(entry.getEntryName());
        if (jarEntry != null && jarEntry.getSize() >= 0 && jarEntry.getCrc() >= 0) {
          return id(jarEntry.getSize(), jarEntry.getCrc());
        }
      }
    }
    try (var in = new CheckedInputStream(url.openStream(), new CRC32())) {
      return id(in.transferTo(OutputStream.nullOutputStream()), in.getChecksum().getValue());
    }
  }

  private static String id(long size, long crc) {
    return Long.toHexString(size) + "-" + HexFormat.of().toHexDigits(crc, 8);
  }

  void unpackInto(Path target, Progress.Wait wait) throws IOException {
    URLConnection connection = url.openConnection();
    connection.setUseCaches(false);
    try (InputStream in = connection.getInputStream();
        var tar =
            new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(in, 1 << 16)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        wait.tick();
        unpack(tar, entry, target);
      }
    }
  }

  /** Everybody may read and run the programs: the server may be another user than we are. */
  private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path target)
      throws IOException {
    Path file = target.resolve(entry.getName()).normalize();
    if (!file.startsWith(target)) {
      throw new IOException("the archive of PostgreSQL reaches out of its directory: " + file);
    }
    if (entry.isDirectory()) {
      openDirectory(file);
    } else if (!entry.getName().endsWith(".a")) { // static libraries serve compilers only
      openDirectory(file.getParent());
      if (entry.isSymbolicLink()) {
        Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
      } else {
        Files.copy(tar, file);
        boolean program = (entry.getMode() & 0100) != 0;
        Files.setPosixFilePermissions(
            file, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
      }
    }
  }

  private static void openDirectory(@Nullable Path directory) throws IOException {
    if (directory != null && Files.notExists(directory, LinkOption.NOFOLLOW_LINKS)) {
      openDirectory(directory.getParent());
      Files.createDirectory(directory);
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }
}
