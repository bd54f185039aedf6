package dev.toeplitz.reports.trace;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * Perfetto's packets, of which a trace needs a handful of fields; their numbers are those of protos/perfetto/trace
 * (trace_packet, track_descriptor, track_event, debug_annotation) in the Perfetto project, which keeps them for good.
 */
final class Packets {
    static final int TRACE_PACKET = 1;
    static final int PACKET_TIMESTAMP = 8;
    static final int PACKET_SEQUENCE = 10;
    static final int PACKET_TRACK_EVENT = 11;
    static final int PACKET_TRACK_DESCRIPTOR = 60;
    static final int DESCRIPTOR_UUID = 1;
    static final int DESCRIPTOR_NAME = 2;
    static final int DESCRIPTOR_PARENT = 5;
    static final int EVENT_ANNOTATION = 4;
    static final int EVENT_TYPE = 9;
    static final int EVENT_TRACK = 11;
    static final int EVENT_NAME = 23;
    static final int ANNOTATION_INTEGER = 4;
    static final int ANNOTATION_NAME = 10;
    static final int SLICE_BEGIN = 1;
    static final int SLICE_END = 2;

    /** All our packets are one sequence: they are in order. */
    private static final int SEQUENCE = 1;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CodedOutputStream out = CodedOutputStream.newInstance(bytes);

    /** Writes the fields of a message. */
    private interface Fields {
        void write(CodedOutputStream out) throws IOException;
    }

    void track(long uuid, String name, long parent) {
        ByteString descriptor = message(fields -> {
            fields.writeUInt64(DESCRIPTOR_UUID, uuid);
            fields.writeString(DESCRIPTOR_NAME, name);
            if (parent != 0) {
                fields.writeUInt64(DESCRIPTOR_PARENT, parent);
            }
        });
        packet(packet -> packet.writeBytes(PACKET_TRACK_DESCRIPTOR, descriptor));
    }

    /**
     * @param annotations what the viewer shows of the slice beside its name and time
     */
    void begin(long track, long nanoseconds, String name, Map<String, Long> annotations) {
        event(track, nanoseconds, SLICE_BEGIN, fields -> {
            fields.writeString(EVENT_NAME, name);
            for (Map.Entry<String, Long> each : annotations.entrySet()) {
                fields.writeBytes(EVENT_ANNOTATION, annotation(each.getKey(), each.getValue()));
            }
        });
    }

    void end(long track, long nanoseconds) {
        event(track, nanoseconds, SLICE_END, _ -> {});
    }

    byte[] toByteArray() {
        try {
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private void event(long track, long nanoseconds, int type, Fields more) {
        ByteString event = message(fields -> {
            fields.writeEnum(EVENT_TYPE, type);
            fields.writeUInt64(EVENT_TRACK, track);
            more.write(fields);
        });
        packet(packet -> {
            packet.writeUInt64(PACKET_TIMESTAMP, nanoseconds);
            packet.writeBytes(PACKET_TRACK_EVENT, event);
        });
    }

    private static ByteString annotation(String name, long value) {
        return message(fields -> {
            fields.writeInt64(ANNOTATION_INTEGER, value);
            fields.writeString(ANNOTATION_NAME, name);
        });
    }

    private void packet(Fields fields) {
        ByteString packet = message(inner -> {
            fields.write(inner);
            inner.writeUInt32(PACKET_SEQUENCE, SEQUENCE);
        });
        try {
            out.writeBytes(TRACE_PACKET, packet);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ByteString message(Fields fields) {
        ByteString.Output bytes = ByteString.newOutput();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            fields.write(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteString();
    }
}
