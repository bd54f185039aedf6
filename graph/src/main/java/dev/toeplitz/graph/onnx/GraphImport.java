package dev.toeplitz.graph.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.onnx.NodeFate.Outcome;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.terms.InputException;
import dev.toeplitz.terms.Require;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One import: from a parsed model to a graph. Inputs and constants first, then node by node as values flow. */
final class GraphImport {
    private final GraphProto file;
    private final int opset;
    private final Declared declared;
    private final Scope scope;
    private final Assembly assembly = new Assembly();
    private final List<String> names;
    private final ImportOptions options;

    GraphImport(ModelProto model, ImportOptions options, OnnxTensors tensors) {
        this.file = model.getGraph();
        this.opset = Opsets.of(model);
        this.options = options;
        this.declared = new Declared(file, options);
        this.scope = new Scope(file, tensors, declared.rebatch(realInputs()));
        this.names = nodeNames();
    }

    Imported run() {
        OnnxOperators.requireKnown(file.getNodeList(), names, opset);
        Require.that(
                file.getSparseInitializerCount() == 0,
                "a sparse initializer",
                "dense ones",
                "export the file with dense weights");
        defineInputs();
        defineConstants();
        NodeFate[] fates = new NodeFate[file.getNodeCount()];
        for (int node : NodeOrder.of(file.getNodeList(), names)) {
            fates[node] = read(node);
        }
        return new Imported(finish(), List.of(fates));
    }

    /** Before opset 9 (IR 4) initializers had to be listed as inputs too; those are constants, not inputs. */
    private List<ValueInfoProto> realInputs() {
        Set<String> initialized = new HashSet<>();
        file.getInitializerList().forEach(tensor -> initialized.add(tensor.getName()));
        return file.getInputList().stream()
                .filter(input -> !initialized.contains(input.getName()))
                .toList();
    }

    /** The file's own names first, so that a name we make up never takes one of them. */
    private List<String> nodeNames() {
        List<String> result = new ArrayList<>(Collections.nCopies(file.getNodeCount(), ""));
        for (int i = 0; i < result.size(); i++) {
            if (!file.getNode(i).getName().isBlank()) {
                result.set(i, assembly.takeNodeName(file.getNode(i).getName()));
            }
        }
        for (int i = 0; i < result.size(); i++) {
            if (result.get(i).isEmpty()) {
                result.set(i, assembly.takeNodeName(file.getNode(i).getOpType() + "_" + i));
            }
        }
        return result;
    }

    private void defineInputs() {
        List<ValueInfoProto> inputs = realInputs();
        List<String> known = inputs.stream().map(ValueInfoProto::getName).toList();
        for (String asked : options.inputShapes().keySet()) {
            if (!known.contains(asked)) {
                throw InputException.unknown(
                                "input of this model",
                                Names.clean(asked),
                                known.stream().map(Names::clean).toList())
                        .at("--input-shape");
            }
        }
        for (ValueInfoProto input : inputs) {
            scope.define(input.getName(), assembly.input(input.getName(), declared.input(input)), "a graph input");
        }
    }

    private void defineConstants() {
        for (TensorProto initializer : file.getInitializerList()) {
            Tensor tensor = scope.tensors().read(initializer);
            scope.define(initializer.getName(), assembly.constant(initializer.getName(), tensor), "an initializer");
        }
    }

    private NodeFate read(int position) {
        NodeProto proto = file.getNode(position);
        int before = assembly.nodes();
        try {
            OnnxNode node = new OnnxNode(proto, names.get(position), opset, scope, assembly);
            OnnxOperators.rule(proto.getOpType(), opset).read(node);
            node.attributes().requireAllKnown();
            defineOutputs(proto, node.outputs(), names.get(position));
            List<String> became = assembly.namesSince(before);
            return new NodeFate(proto.getName(), proto.getOpType(), outcome(node, became), became);
        } catch (InputException e) {
            throw e.at(place(position));
        } catch (ArithmeticException _) {
            throw new InputException(
                            "its sizes overflow",
                            "at most 2^31 − 1 elements an axis",
                            "check the shapes that flow into it")
                    .at(place(position));
        }
    }

    private String place(int position) {
        return "node '%s' (%s)"
                .formatted(
                        names.get(position), Names.clean(file.getNode(position).getOpType()));
    }

    private Outcome outcome(OnnxNode node, List<String> became) {
        if (!became.isEmpty()) {
            return Outcome.KEPT;
        }
        boolean known = node.outputs().stream()
                .allMatch(value -> assembly.constant(value).isPresent());
        return known ? Outcome.FOLDED : Outcome.PASSED_THROUGH;
    }

    private void defineOutputs(NodeProto proto, List<Value> made, String name) {
        for (int i = 0; i < proto.getOutputCount(); i++) {
            String output = proto.getOutput(i);
            if (output.isEmpty()) {
                continue;
            }
            if (i < made.size()) {
                scope.define(output, made.get(i), "node '%s'".formatted(name));
                declared.requireAgreement(output, made.get(i));
            } else {
                scope.leaveOut(
                        output,
                        "output %d of node '%s' (%s), which is not modelled".formatted(i, name, proto.getOpType()));
            }
        }
    }

    private Graph finish() {
        Map<String, Value> outputs = new LinkedHashMap<>();
        for (ValueInfoProto output : file.getOutputList()) {
            try {
                outputs.put(output.getName(), scope.value(output.getName()));
            } catch (InputException e) {
                throw e.at("graph output");
            }
        }
        Require.that(!outputs.isEmpty(), "the graph has no outputs", "at least one", "export the file again");
        return assembly.finish(Names.clean(file.getName()), outputs);
    }
}
