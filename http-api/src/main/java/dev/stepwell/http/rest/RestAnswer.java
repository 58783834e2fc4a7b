package dev.stepwell.http.rest;

import dev.stepwell.http.aws.operation.ResponseBody;

/** A status and a JSON body. */
public final class RestAnswer {
  private static final String JSON = "application/json";
  private static final String PROBLEM = "application/problem+json";
  private static final int OK = 200;

  private final int status;
  private final String contentType;
  private final byte[] body;

  private RestAnswer(int status, String contentType, byte[] body) {
    this.status = status;
    this.contentType = contentType;
    this.body = body;
  }

  static RestAnswer of(ResponseBody body) {
    return new RestAnswer(OK, JSON, body.json());
  }

  /**
   * An error as problem details. Source: RFC 9457.
   *
   * @param code the error's name for programs, as in the AWS protocol where it has one there
   * @param detail for people: what is wrong and what to do
   */
  public static RestAnswer problem(int status, String code, String detail) {
    var body =
        ResponseBody.of(json -> {
          json.writeStringProperty("type", "about:blank");
          json.writeStringProperty("title", code);
          json.writeNumberProperty("status", status);
          json.writeStringProperty("detail", detail);
          json.writeStringProperty("code", code);
        });
    return new RestAnswer(status, PROBLEM, body.json());
  }

  public int status() {
    return status;
  }

  public String contentType() {
    return contentType;
  }

  /** UTF-8, not to be modified. */
  public byte[] body() {
    return body;
  }
}
