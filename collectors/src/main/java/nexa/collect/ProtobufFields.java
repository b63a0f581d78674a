package nexa.collect;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Counts the fields of a protobuf message while it is only bytes: two bytes may become an object, and
 * the object another one in a tree, of a hundred times their size.
 */
final class ProtobufFields {

  /** Beyond this depth the parser refuses a message anyway. */
  private static final int DEPTH_MAX = 100;

  private final CodedInputStream in;
  private final int max;
  private int fields;

  private ProtobufFields(byte[] body, int max) {
    this.in = CodedInputStream.newInstance(body);
    this.max = max;
  }

  /**
   * Whether a message has more fields than a bound, those of the messages within it included.
   *
   * @throws IOException when it is no such message
   */
  static boolean areMoreThan(int max, byte[] body, Descriptor type) throws IOException {
    ProtobufFields fields = new ProtobufFields(body, max);
    fields.count(type, 0);
    return fields.fields > max;
  }

  private void count(Descriptor type, int depth) throws IOException {
    for (int tag = in.readTag(); tag != 0 && fields <= max; tag = in.readTag()) {
      fields++;
      if (depth < DEPTH_MAX
          && WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
        countWithin(type.findFieldByNumber(WireFormat.getTagFieldNumber(tag)), depth);
      } else {
        in.skipField(tag);
      }
    }
  }

  private void countWithin(@Nullable FieldDescriptor field, int depth) throws IOException {
    int length = in.readRawVarint32();
    if (field == null || field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
      fields += field != null && field.isPackable() ? length : 0;
      in.skipRawBytes(length);
      return;
    }
    int before = in.pushLimit(length);
    count(field.getMessageType(), depth + 1);
    in.skipRawBytes(in.getBytesUntilLimit());
    in.popLimit(before);
  }
}
