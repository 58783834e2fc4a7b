package dev.stepwell.asl.model;

/**
 * The language of a state's expressions; spelled in definitions as {@code JSONPath} and {@code
 * JSONata}.
 */
public enum QueryLanguage {
  JSONPATH("JSONPath"),
  JSONATA("JSONata");

  private final String aslName;

  QueryLanguage(String aslName) {
    this.aslName = aslName;
  }

  /** The spelling of the {@code QueryLanguage} field. */
  public String aslName() {
    return aslName;
  }
}
