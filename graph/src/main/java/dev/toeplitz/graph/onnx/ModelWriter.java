package dev.toeplitz.graph.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import dev.toeplitz.graph.onnx.GraphExport.Model;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.terms.Require;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/**
 * Writes a model's bytes with its weights one block at a time. In protobuf's encoding a message is its fields one after the
 * other, so the initializers can follow the rest of the graph, which follows the rest of the model.
 */
final class ModelWriter {
    private final CodedOutputStream out;

    private ModelWriter(OutputStream out) {
        this.out = CodedOutputStream.newInstance(out);
    }

    static void write(Model model, OutputStream out) throws IOException {
        new ModelWriter(out).write(model);
    }

    private void write(Model model) throws IOException {
        long graph = model.graph().getSerializedSize();
        for (Map.Entry<String, Tensor> each : model.initializers().entrySet()) {
            long length = length(each.getKey(), each.getValue());
            graph += tag(GraphProto.INITIALIZER_FIELD_NUMBER) + varint(length) + length;
        }
        Require.that(
                graph < Integer.MAX_VALUE - (1 << 10),
                "a model of %,d bytes".formatted(graph),
                "less than 2 GiB, protobuf's limit",
                "export a narrower network");
        model.frame().writeTo(out);
        open(ModelProto.GRAPH_FIELD_NUMBER, graph);
        model.graph().writeTo(out);
        for (Map.Entry<String, Tensor> each : model.initializers().entrySet()) {
            write(each.getKey(), each.getValue());
        }
        out.flush();
    }

    private void write(String name, Tensor tensor) throws IOException {
        open(GraphProto.INITIALIZER_FIELD_NUMBER, length(name, tensor));
        header(name, tensor).writeTo(out);
        open(TensorProto.RAW_DATA_FIELD_NUMBER, tensor.type().bytes());
        TensorBytes.write(tensor, block -> out.writeRawBytes(block.array(), 0, block.remaining()));
    }

    private void open(int field, long length) throws IOException {
        out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
        out.writeUInt32NoTag(Math.toIntExact(length));
    }

    private static long length(String name, Tensor tensor) {
        long bytes = tensor.type().bytes();
        return header(name, tensor).getSerializedSize()
                + tag(TensorProto.RAW_DATA_FIELD_NUMBER)
                + varint(bytes)
                + bytes;
    }

    private static TensorProto header(String name, Tensor tensor) {
        TensorProto.Builder header = TensorProto.newBuilder()
                .setName(name)
                .setDataType(ElementTypes.number(tensor.type().type()));
        tensor.shape().extents().forEach(header::addDims);
        return header.build();
    }

    private static int tag(int field) {
        return CodedOutputStream.computeTagSize(field);
    }

    private static int varint(long value) {
        return CodedOutputStream.computeUInt64SizeNoTag(value);
    }
}
