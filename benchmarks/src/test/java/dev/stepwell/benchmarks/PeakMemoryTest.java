package dev.stepwell.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PeakMemoryTest {
  @Test
  void theKernelTellsThePeakInKilobytes() {
    var status = List.of("Name:\tjava", "VmPeak:\t 99 kB", "VmHWM:\t  2048 kB", "VmRSS:\t 1024 kB");

    assertThat(PeakMemory.peak(status)).isEqualTo(2048 * 1024);
  }

  @Test
  void thisProcessHasSome() {
    assertThat(new PeakMemory(ProcessHandle.current().pid()).bytes()).isPositive();
  }
}
