package dev.stepwell.asl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Which variables each state reads. */
class VariableReferencesTest {

  @Test
  void countsReadsInEveryFieldOfJsonPath() {
    assertThat(
            references(
                """
                {"StartAt":"C","States":{
                  "C":{"Type":"Choice","Choices":[{"Or":[{"Variable":"$guess","StringEqualsPath":"$answer"},
                    {"Variable":"$.x","StringEquals":"$no"}],"Assign":{"n.$":"$named"},"Next":"W"}],
                    "Default":"P"},
                  "W":{"Type":"Wait","SecondsPath":"$wait","Next":"P"},
                  "P":{"Type":"Pass","InputPath":"$in.a[0]","OutputPath":"$out",
                    "Parameters":{"a":{"b.$":"$deep","literal":"$no","APath":"$no"}},
                    "Assign":{"c.$":"States.Format('$no {} \\\\'$no', $arg, $$.no)"},"Next":"R"},
                  "R":{"Type":"Pass","Result":{"a.$":"$no","InputPath":"$no"},"Next":"F"},
                  "F":{"Type":"Fail","ErrorPath":"$error","CausePath":"$cause"}}}
                """))
        .isEqualTo(
            Map.of(
                "C", List.of("answer", "guess", "named"),
                "W", List.of("wait"),
                "P", List.of("arg", "deep", "in", "out"),
                "F", List.of("cause", "error")));
  }

  @Test
  void nestedStatesAreToldByTheirOwnNames() {
    assertThat(
            references(
                """
                {"StartAt":"M","States":{"M":{"Type":"Map","ItemsPath":"$list","ItemProcessor":{
                  "StartAt":"I","States":{"I":{"Type":"Pass","InputPath":"$inner","End":true}}},"Next":"L"},
                 "L":{"Type":"Parallel","Branches":[{"StartAt":"B","States":{
                  "B":{"Type":"Pass","InputPath":"$branch","End":true}}}],"End":true}}}
                """))
        .isEqualTo(Map.of("M", List.of("list"), "I", List.of("inner"), "B", List.of("branch")));
  }

  @Test
  void countsReadsInJsonata() {
    assertThat(
            references(
                """
                {"QueryLanguage":"JSONata","StartAt":"P","States":{
                  "P":{"Type":"Pass","Output":{"a":["{% $x & $count($y) & $states.input.z %}","$no"]},
                    "Assign":{"b":"{% ($local := $v; $local) %}"},"Next":"Q"},
                  "Q":{"Type":"Pass","Output":"{% $states.input %}","End":true}}}
                """))
        .isEqualTo(Map.of("P", List.of("v", "x", "y")));
  }

  private static Map<String, List<String>> references(String definition) {
    return Asl.variableReferences(definition).entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> listOf(entry.getValue())));
  }

  private static List<String> listOf(SortedSet<String> names) {
    return List.copyOf(names);
  }
}
