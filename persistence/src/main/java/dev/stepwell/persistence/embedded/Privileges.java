package dev.stepwell.persistence.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * As whom PostgreSQL runs. It refuses to run as root; when Stepwell does, each command is prefixed
 * by a program that gives root away, and the data belong to the user that is left.
 *
 * @param prefix words before each command; empty for an ordinary user
 * @param owner who must own the server's files; empty where that is who we are anyway
 */
record Privileges(List<String> prefix, Optional<Owner> owner) {
  private static final int NOBODY = 65534;

  /** Prints the first directory that may not be entered, else the user id. */
  private static final String PROBE =
      "for d; do [ -x \"$d\" ] || { echo \"closed $d\"; exit 1; }; done; id -u";

  record Owner(int uid, int gid) {}

  /**
   * A way to become another user.
   *
   * @param seenUid what the programs then take themselves for
   */
  record Way(List<String> prefix, Owner owner, int seenUid) {}

  /**
   * @param mustEnter directories that the server has to reach
   * @throws EmbeddedPostgresException if this is root and no way out of it works here
   */
  static Privileges choose(Path data, List<Path> mustEnter)
      throws IOException, InterruptedException {
    if (!runsAsRoot()) {
      return new Privileges(List.of(), Optional.empty());
    }
    return firstThatWorks(waysFor(ownerOf(data)), mustEnter);
  }

  static Privileges firstThatWorks(List<Way> ways, List<Path> mustEnter)
      throws InterruptedException {
    String closed = null;
    for (Way way : ways) {
      String answer = probe(way, mustEnter);
      if (answer.equals(String.valueOf(way.seenUid()))) {
        return new Privileges(way.prefix(), Optional.of(way.owner()));
      }
      if (closed == null && answer.startsWith("closed ")) {
        closed = answer.substring("closed ".length());
      }
    }
    if (closed != null) {
      throw new EmbeddedPostgresException(
          ("PostgreSQL may not run as root, and user %d, as whom it would run, may not enter %s:"
                  + " choose a data directory outside of it, open it by chmod o+x, or run Stepwell"
                  + " as another user.")
              .formatted(ways.getFirst().owner().uid(), closed));
    }
    throw new EmbeddedPostgresException(
        "PostgreSQL may not run as root, and none of setpriv, chroot, su-exec, gosu and unshare can"
            + " give root away here: run Stepwell as another user, or use an external PostgreSQL"
            + " (--database-url).");
  }

  /**
   * The ways in the order in which they are tried. The first four need CAP_SETUID and CAP_SETGID
   * only, which root has in containers too; unshare needs user namespaces, which containers often
   * forbid, but still reaches what only root may enter, such as /root.
   */
  static List<Way> waysFor(Owner owner) {
    String uid = String.valueOf(owner.uid());
    String gid = String.valueOf(owner.gid());
    String pair = uid + ":" + gid;
    return List.of(
        new Way(
            List.of("setpriv", "--reuid=" + uid, "--regid=" + gid, "--clear-groups", "--"),
            owner,
            owner.uid()),
        new Way(List.of("chroot", "--userspec=" + pair, "/"), owner, owner.uid()),
        new Way(List.of("su-exec", pair), owner, owner.uid()),
        new Way(List.of("gosu", pair), owner, owner.uid()),
        new Way(List.of("unshare", "-U"), new Owner(0, 0), NOBODY));
  }

  /** Who owns the data already, so that an ordinary user's data stay theirs; nobody at first. */
  static Owner ownerOf(Path data) throws IOException {
    if (Files.exists(data)) {
      int uid = attribute(data, "unix:uid");
      if (uid != 0) {
        return new Owner(uid, attribute(data, "unix:gid"));
      }
    }
    return new Owner(NOBODY, NOBODY);
  }

  List<String> command(List<String> command) {
    List<String> all = new ArrayList<>(prefix);
    all.addAll(command);
    return all;
  }

  /** Gives one file or directory to the server. */
  void own(Path path) throws IOException {
    if (owner.isPresent()) {
      Files.setAttribute(path, "unix:gid", owner.get().gid(), LinkOption.NOFOLLOW_LINKS);
      Files.setAttribute(path, "unix:uid", owner.get().uid(), LinkOption.NOFOLLOW_LINKS);
    }
  }

  /** Gives a whole tree to the server; its root last, so that a broken-off walk is repeated. */
  void adopt(Path tree) throws IOException {
    if (owner.isPresent() && attribute(tree, "unix:uid") != owner.get().uid()) {
      DirectoryTree.childrenFirst(tree, this::own);
    }
  }

  private static String probe(Way way, List<Path> mustEnter) throws InterruptedException {
    List<String> command = new ArrayList<>(way.prefix());
    command.addAll(List.of("sh", "-c", PROBE, "sh"));
    for (Path directory : mustEnter) {
      for (Path name : withParents(directory)) {
        command.add(name.toString());
      }
    }
    try {
      return PostgresProgram.run(command).output().trim();
    } catch (IOException notInstalled) {
      return "";
    }
  }

  private static List<Path> withParents(Path directory) {
    List<Path> path = new ArrayList<>();
    for (Path p = directory; p != null; p = p.getParent()) {
      path.addFirst(p);
    }
    return path;
  }

  private static boolean runsAsRoot() throws IOException, InterruptedException {
    return PostgresProgram.run(List.of("id", "-u")).output().trim().equals("0");
  }

  private static int attribute(Path path, String name) throws IOException {
    return (Integer) Files.getAttribute(path, name);
  }
}
