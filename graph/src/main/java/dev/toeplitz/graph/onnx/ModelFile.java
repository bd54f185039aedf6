package dev.toeplitz.graph.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.WireFormat;
import dev.toeplitz.graph.tensor.FileFloats;
import dev.toeplitz.terms.InputException;
import dev.toeplitz.terms.Require;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A model's file, read without its weights: where they lie is noted, and the file stays open for who wants them later. */
final class ModelFile {
    private static final String EXPORT_AGAIN = "export or download the file again";
    /** What a file's kind is told by. */
    private static final int HEAD = 256;
    /** Bytes; smaller tensors are read at once: shapes, biases, the numbers of batch normalisations. */
    private static final int LEAST_STORED = 1 << 16;

    private final FileChannel channel;
    private final long size;
    private final Map<TensorProto, FileFloats> places = new IdentityHashMap<>();
    private final ModelProto model;

    /** Numbers of a tensor that stay in the file. */
    private record Skipped(long offset, int bytes) {}

    ModelFile(Path path) {
        requireModel(path);
        try {
            channel = FileChannel.open(path, StandardOpenOption.READ);
            size = channel.size();
        } catch (IOException e) {
            throw unreadable(e);
        }
        model = parse();
    }

    private static void requireModel(Path path) {
        Require.that(Files.exists(path), "there is no such file", "an ONNX file", "check the path");
        Require.that(!Files.isDirectory(path), "this is a directory", "an ONNX file", "name the file in it");
        try {
            long size = Files.size(path);
            Require.that(size > 0, "the file is empty", "an ONNX model", EXPORT_AGAIN);
            Require.that(
                    size < Integer.MAX_VALUE - 8,
                    "the file has %,d bytes".formatted(size),
                    "less than 2 GiB, protobuf's limit",
                    "export the weights as external data");
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static InputException unreadable(IOException e) {
        return new InputException(
                "the file cannot be read (%s)".formatted(e.getClass().getSimpleName()),
                "a readable file",
                "check its permissions",
                e);
    }

    private ModelProto parse() {
        try {
            // Not closed: the channel would be closed with it.
            InputStream bytes = Channels.newInputStream(channel);
            ModelProto parsed = model(CodedInputStream.newInstance(bytes));
            if (!parsed.hasGraph() || parsed.getIrVersion() < 1) {
                throw notOnnx();
            }
            return parsed;
        } catch (IOException e) {
            throw kind() == FileKind.ONNX ? truncated(e) : notOnnx();
        }
    }

    private ModelProto model(CodedInputStream in) throws IOException {
        ModelProto.Builder model = ModelProto.newBuilder();
        ByteString rest = without(ModelProto.GRAPH_FIELD_NUMBER, in, () -> {
            int limit = in.pushLimit(in.readRawVarint32());
            model.setGraph(graph(in));
            in.popLimit(limit);
        });
        return model.mergeFrom(rest).build();
    }

    private GraphProto graph(CodedInputStream in) throws IOException {
        GraphProto.Builder graph = GraphProto.newBuilder();
        ByteString rest = without(GraphProto.INITIALIZER_FIELD_NUMBER, in, () -> {
            int limit = in.pushLimit(in.readRawVarint32());
            graph.addInitializer(initializer(in));
            in.popLimit(limit);
        });
        return graph.mergeFrom(rest).build();
    }

    private TensorProto initializer(CodedInputStream in) throws IOException {
        List<Skipped> skipped = new ArrayList<>();
        TensorProto.Builder tensor = TensorProto.newBuilder();
        ByteString rest = without(TensorProto.RAW_DATA_FIELD_NUMBER, in, () -> {
            int bytes = in.readRawVarint32();
            if (bytes >= LEAST_STORED) {
                skipped.add(new Skipped(in.getTotalBytesRead(), bytes));
                in.skipRawBytes(bytes);
            } else {
                tensor.setRawData(ByteString.copyFrom(in.readRawBytes(bytes)));
            }
        });
        TensorProto proto = tensor.mergeFrom(rest).build();
        return skipped.isEmpty() ? proto : tensor(proto, skipped.getLast());
    }

    /** Reads a field of a message, after its tag. */
    private interface Field {
        void read() throws IOException;
    }

    /** A message's fields but one, which is read by other means. */
    private static ByteString without(int number, CodedInputStream in, Field field) throws IOException {
        UnknownFieldSet.Builder rest = UnknownFieldSet.newBuilder();
        int own = number << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == own) {
                field.read();
            } else if (!rest.mergeFieldFrom(tag, in)) {
                break;
            }
        }
        in.checkLastTagWas(0);
        return rest.build().toByteString();
    }

    /** With its numbers, unless they can be read later as they lie. */
    private TensorProto tensor(TensorProto proto, Skipped numbers) throws IOException {
        if (proto.getDataType() == TensorProto.DataType.FLOAT_VALUE && numbers.bytes() % Float.BYTES == 0) {
            places.put(proto, new FileFloats(channel, numbers.offset(), numbers.bytes() / Float.BYTES));
            return proto;
        }
        ByteBuffer bytes = ByteBuffer.allocate(numbers.bytes());
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, numbers.offset() + bytes.position()) < 0) {
                throw new EOFException();
            }
        }
        return proto.toBuilder().setRawData(ByteString.copyFrom(bytes.flip())).build();
    }

    private FileKind kind() {
        try {
            ByteBuffer head = ByteBuffer.allocate((int) Math.min(HEAD, channel.size()));
            channel.read(head, 0);
            return FileKind.of(head.array());
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private InputException truncated(IOException e) {
        return new InputException(
                "the model breaks off or is damaged within its %,d bytes".formatted(size),
                "a whole ONNX model",
                EXPORT_AGAIN,
                e);
    }

    private InputException notOnnx() {
        return new InputException(
                "this is %s".formatted(kind().text()), "an ONNX model", "give a file that ends in .onnx");
    }

    ModelProto model() {
        return model;
    }

    /** The numbers of one of the model's tensors, where they were left in the file. */
    Optional<FileFloats> stored(TensorProto tensor) {
        return Optional.ofNullable(places.get(tensor));
    }
}
