package dev.stepwell.integration.aws;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import software.amazon.awssdk.core.SdkBytes;

/** How bytes are told in JSON, which has none. */
enum BlobForm {
  /** Text goes out as UTF-8. Bytes that come in and are no UTF-8 are told in Base64. */
  TEXT {
    @Override
    SdkBytes bytes(String text) {
      return SdkBytes.fromUtf8String(text);
    }

    @Override
    String text(byte[] bytes) {
      try {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      } catch (CharacterCodingException binary) {
        return BASE64.text(bytes);
      }
    }
  },

  /** Base64 both ways, as in the values of DynamoDB. */
  BASE64 {
    @Override
    SdkBytes bytes(String text) {
      return SdkBytes.fromByteArrayUnsafe(Base64.getDecoder().decode(text));
    }

    @Override
    String text(byte[] bytes) {
      return Base64.getEncoder().encodeToString(bytes);
    }
  };

  /**
   * What is sent.
   *
   * @throws IllegalArgumentException when the text has not this form
   */
  abstract SdkBytes bytes(String text);

  /** What is told of an answer. */
  abstract String text(byte[] bytes);
}
