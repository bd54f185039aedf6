package dev.toeplitz.graph.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.InputException;
import dev.toeplitz.terms.Require;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a file declares of its values' types: believed of inputs, unless the user says otherwise; held against ours elsewhere. */
final class Declared {
    private final ImportOptions options;
    private final Map<String, ValueInfoProto> byName = new HashMap<>();

    Declared(GraphProto graph, ImportOptions options) {
        this.options = options;
        Stream.concat(graph.getValueInfoList().stream(), graph.getOutputList().stream())
                .forEach(declared -> byName.put(declared.getName(), declared));
    }

    /** An input's type, every extent fixed. */
    TensorType input(ValueInfoProto input) {
        try {
            return fixed(input);
        } catch (InputException e) {
            throw e.at("input '%s'".formatted(Names.clean(input.getName())));
        }
    }

    private TensorType fixed(ValueInfoProto input) {
        TypeProto.Tensor declared = tensor(input.getType());
        Shape asked = options.inputShapes().get(input.getName());
        if (asked != null) {
            return new TensorType(ElementTypes.of(declared.getElemType()), asked);
        }
        Require.that(declared.hasShape(), "its shape is not declared", "a shape", flag(input.getName(), List.of()));
        List<Dimension> dims = declared.getShape().getDimList();
        int[] extents = new int[dims.size()];
        for (int axis = 0; axis < extents.length; axis++) {
            extents[axis] = extent(input.getName(), dims, axis);
        }
        return new TensorType(ElementTypes.of(declared.getElemType()), Shape.of(extents));
    }

    private int extent(String name, List<Dimension> dims, int axis) {
        if (axis == 0 && options.batch().isPresent()) {
            return options.batch().getAsInt();
        }
        // Old exporters wrote 0 and −1 for a size they did not know.
        Dimension dim = dims.get(axis);
        if (dim.getDimValue() > 0) {
            return Math.toIntExact(Math.min(dim.getDimValue(), Integer.MAX_VALUE));
        }
        throw new InputException(
                "dimension %d (%s) of %s is not fixed".formatted(axis, text(dim), text(dims)),
                "a size",
                flag(name, dims));
    }

    private static TypeProto.Tensor tensor(TypeProto type) {
        Require.that(
                type.hasTensorType(),
                "it is of type %s".formatted(type.getValueCase()),
                "a tensor",
                "sequences, maps and optionals are not imported");
        return type.getTensorType();
    }

    /** The batch that the file is fixed to, where the user wants another. */
    Optional<Rebatch> rebatch(List<ValueInfoProto> inputs) {
        OptionalInt exported = inputs.stream()
                .map(input -> input.getType().getTensorType().getShape().getDimList())
                .filter(dims -> !dims.isEmpty() && dims.getFirst().getDimValue() > 0)
                .mapToInt(dims -> Attributes.saturated(dims.getFirst().getDimValue()))
                .findFirst();
        return options.batch().isPresent() && exported.isPresent()
                ? Optional.of(new Rebatch(exported.getAsInt(), options.batch().getAsInt()))
                : Optional.empty();
    }

    /** Refuses a shape of ours that the file contradicts; where the user changed the inputs, the file's are void. */
    void requireAgreement(String name, Value value) {
        ValueInfoProto declared = byName.get(name);
        if (declared == null
                || options.overrides()
                || !declared.getType().getTensorType().hasShape()) {
            return;
        }
        List<Dimension> dims = declared.getType().getTensorType().getShape().getDimList();
        Shape found = value.type().shape();
        boolean agrees = dims.size() == found.rank();
        for (int axis = 0; agrees && axis < dims.size(); axis++) {
            agrees = dims.get(axis).getDimValue() <= 0 || dims.get(axis).getDimValue() == found.at(axis);
        }
        Require.that(
                agrees,
                "output '%s' has shape %s, and the file declares %s".formatted(value.name(), found, text(dims)),
                "the same",
                "infer the file's shapes anew, or remove them");
    }

    private static String flag(String name, List<Dimension> dims) {
        String wanted = dims.isEmpty()
                ? "1x3x224x224"
                : dims.stream()
                        .map(dim -> dim.getDimValue() > 0 ? text(dim) : "N")
                        .collect(Collectors.joining("x"));
        boolean batchAlone = !dims.isEmpty()
                && dims.getFirst().getDimValue() <= 0
                && dims.stream().skip(1).allMatch(dim -> dim.getDimValue() > 0);
        return "give --input-shape %s=%s".formatted(Names.clean(name), wanted) + (batchAlone ? " or --batch N" : "");
    }

    private static String text(List<Dimension> dims) {
        return dims.isEmpty() ? "scalar" : dims.stream().map(Declared::text).collect(Collectors.joining("x"));
    }

    private static String text(Dimension dim) {
        if (dim.hasDimParam() && !dim.getDimParam().isEmpty()) {
            return Names.clean(dim.getDimParam());
        }
        return dim.getDimValue() > 0 ? Long.toString(dim.getDimValue()) : "?";
    }
}
