package dev.stepwell.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {
  @ParameterizedTest
  @CsvSource({"port,port,0", "prot,port,2", "'',port,4", "ports,port,1", "kitten,sitting,3"})
  void countsSingleCharacterChanges(String a, String b, int changes) {
    assertThat(Spelling.distance(a, b)).isEqualTo(changes);
    assertThat(Spelling.distance(b, a)).isEqualTo(changes);
  }

  @Test
  void findsTheNearestWord() {
    assertThat(Spelling.nearest("databse-url", List.of("data", "database-url", "port")))
        .isEqualTo("database-url");
  }
}
