package dev.stepwell.integration.plugin;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The plugins of a server: each a directory with its jars. Jars that lie beside those directories
 * are loaded, too.
 */
public final class PluginDirectory {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  private final Path directory;

  /**
   * The plugins in a directory.
   *
   * @param directory need not exist
   */
  public PluginDirectory(Path directory) {
    this.directory = directory;
  }

  /** A plugin and the jars that it consists of, both in the order of their names. */
  public record Plugin(String name, List<Path> jars) {}

  /** What is installed. */
  public List<Plugin> plugins() throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (var entries = Files.list(directory)) {
      var plugins = new ArrayList<Plugin>();
      for (var entry : entries.filter(entry -> isName(nameOf(entry))).sorted().toList()) {
        if (Files.isDirectory(entry)) {
          plugins.add(new Plugin(nameOf(entry), jarsIn(entry)));
        } else if (isJar(entry)) {
          plugins.add(new Plugin(nameOf(entry), List.of(entry)));
        }
      }
      return plugins;
    }
  }

  /**
   * Loads the classes of all plugins, those of the server first.
   *
   * @param server what the plugins are made for
   */
  public URLClassLoader loader(ClassLoader server) throws IOException {
    var urls = new ArrayList<URL>();
    for (var plugin : plugins()) {
      for (var jar : plugin.jars()) {
        urls.add(url(jar));
      }
    }
    return new URLClassLoader("plugins", urls.toArray(URL[]::new), server);
  }

  private static URL url(Path jar) throws MalformedURLException {
    return jar.toUri().toURL();
  }

  /** Whether plugins can have that name: it is that of a directory. */
  public static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /**
   * Installs a plugin in place of the one of the same name.
   *
   * @param jars copied from where they are
   */
  public void install(String name, List<Path> jars) throws IOException {
    if (!isName(name)) {
      throw new IllegalArgumentException("no name of a plugin: " + name);
    }
    Files.createDirectories(directory);
    var incoming = Files.createTempDirectory(directory, ".incoming-");
    try {
      for (var jar : jars) {
        Files.copy(jar, incoming.resolve(nameOf(jar)), StandardCopyOption.REPLACE_EXISTING);
      }
      remove(name);
      Files.move(incoming, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      delete(incoming);
    }
  }

  /**
   * Removes a plugin.
   *
   * @return false when there is none of that name
   */
  public boolean remove(String name) throws IOException {
    if (!isName(name)) {
      return false;
    }
    var plugin = directory.resolve(name);
    if (!Files.exists(plugin)) {
      return false;
    }
    delete(plugin);
    return true;
  }

  /**
   * Whether a loader has all classes of a jar: then a plugin that needs it need not bring it.
   *
   * @throws IOException also when the file is no jar
   */
  public static boolean isThere(Path jar, ClassLoader server) throws IOException {
    try (var file = new JarFile(jar.toFile())) {
      return file.stream()
          .filter(entry -> entry.getName().endsWith(".class"))
          .filter(entry -> !entry.getName().startsWith("META-INF/"))
          .filter(entry -> !entry.getName().equals("module-info.class"))
          .allMatch(entry -> server.getResource(entry.getName()) != null);
    }
  }

  private static List<Path> jarsIn(Path plugin) throws IOException {
    try (var files = Files.list(plugin)) {
      return files.filter(PluginDirectory::isJar).sorted().toList();
    }
  }

  private static boolean isJar(Path file) {
    return nameOf(file).endsWith(".jar") && Files.isRegularFile(file);
  }

  private static String nameOf(Path file) {
    return String.valueOf(file.getFileName());
  }

  private static void delete(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    try (Stream<Path> files = Files.walk(tree)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
