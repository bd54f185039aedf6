package dev.toeplitz.graph.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Node;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.InputException;
import java.util.List;
import java.util.Map;

/** One export: from a graph to what its file says. The weights stand beside it, since they may not all fit into memory. */
final class GraphExport {
    private final Graph graph;
    private final ModelParts parts;

    private GraphExport(Graph graph) {
        this.graph = graph;
        this.parts = new ModelParts(graph);
    }

    /**
     * A file as it will be.
     *
     * @param frame the model without its graph
     * @param graph the graph without its initializers
     * @param initializers the values of each, by name
     */
    record Model(ModelProto frame, GraphProto graph, Map<String, Tensor> initializers) {}

    static Model of(Graph graph) {
        return new GraphExport(graph).run();
    }

    private Model run() {
        graph.nodes().forEach(this::node);
        graph.constants().forEach((value, tensor) -> {
            // A node may have written it as part of another constant.
            if (parts.isRead(value) || graph.outputs().contains(value)) {
                constant(value, tensor);
            }
        });
        List<NodeProto> nodes = parts.nodes();
        int opset = Opsets.needed(nodes);
        ModelProto frame = ModelProto.newBuilder()
                .setIrVersion(Opsets.irVersion(opset))
                .setProducerName("toeplitz")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(opset))
                .build();
        GraphProto.Builder body = GraphProto.newBuilder().setName(graph.name()).addAllNode(nodes);
        graph.inputs().forEach(value -> body.addInput(declared(value)));
        graph.outputs().forEach(value -> body.addOutput(declared(value)));
        graph.nodes().stream()
                .flatMap(node -> node.outputs().stream())
                .filter(value -> !graph.outputs().contains(value))
                .forEach(value -> body.addValueInfo(declared(value)));
        return new Model(frame, body.build(), parts.constants());
    }

    /** A fill is written as such, whatever its size; other values stand in the file one by one. */
    private void constant(Value value, Tensor tensor) {
        switch (tensor) {
            case Tensor.Absent absent -> throw refused(value, absent);
            case Tensor.Filled(TensorType type, double fill) -> fill(value, type, fill);
            case Tensor.Doubles _, Tensor.Floats _, Tensor.Stored _, Tensor.Random _, Tensor.Scaled _ ->
                parts.constant(value, tensor);
        }
    }

    private static InputException refused(Value value, Tensor absent) {
        try {
            absent.at(0);
        } catch (InputException e) {
            return e.at("'%s'".formatted(value.name()));
        }
        throw new IllegalStateException("absent weights have no values");
    }

    private void fill(Value value, TensorType type, double fill) {
        List<Integer> extents = type.shape().extents();
        String name = parts.name(value);
        TensorProto filling = TensorProto.newBuilder()
                .setDataType(ElementTypes.number(type.type()))
                .addDims(1)
                .setRawData(ByteString.copyFrom(TensorBytes.of(new Tensor.Filled(type.with(Shape.of(1)), fill))))
                .build();
        Call call = new Call(
                "ConstantOfShape",
                List.of(AttributeProto.newBuilder()
                        .setName("value")
                        .setType(AttributeType.TENSOR)
                        .setT(filling)
                        .build()));
        String shape = parts.constant(
                name + "/shape",
                KnownRules.int64(
                        Shape.of(extents.size()),
                        extents.stream().mapToDouble(Integer::doubleValue).toArray()));
        parts.addFill(name, call, List.of(shape));
    }

    private void node(Node node) {
        try {
            Exports.write(node.operator(), new ExportNode(node, graph, parts));
        } catch (InputException e) {
            throw e.at(Node.place(node.name(), node.operator()));
        }
    }

    private ValueInfoProto declared(Value value) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        value.type()
                .shape()
                .extents()
                .forEach(extent -> shape.addDim(Dimension.newBuilder().setDimValue(extent)));
        TypeProto.Tensor tensor = TypeProto.Tensor.newBuilder()
                .setElemType(ElementTypes.number(value.type().type()))
                .setShape(shape)
                .build();
        return ValueInfoProto.newBuilder()
                .setName(parts.name(value))
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }
}
