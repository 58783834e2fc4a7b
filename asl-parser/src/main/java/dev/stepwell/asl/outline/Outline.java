package dev.stepwell.asl.outline;

import java.util.ArrayList;
import java.util.List;

/** The blocks of one definition, the machine's own first, then the nested ones as they come. */
public final class Outline {
  private final List<BlockOutline> blocks = new ArrayList<>();

  /** How many blocks there are so far: the place of a block that is about to be read. */
  public int size() {
    return blocks.size();
  }

  /** Adds a block before those that are nested in it and were read while it was. */
  public void add(int place, BlockOutline block) {
    blocks.add(place, block);
  }

  public List<BlockOutline> blocks() {
    return List.copyOf(blocks);
  }
}
