package dev.stepwell.asl.outline;

import java.util.ArrayList;
import java.util.List;

/** The blocks of one definition, the machine's own first, then the nested ones as they come. */
public final class Outline {
  private final List<BlockOutline> blocks = new ArrayList<>();

  public void add(BlockOutline block) {
    blocks.add(block);
  }

  public List<BlockOutline> blocks() {
    return List.copyOf(blocks);
  }
}
