package dev.toeplitz.graph.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.toeplitz.terms.InputException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/** A node's attributes, read by name and type. What nobody asked for is an error: nothing is skipped in silence. */
final class Attributes {
    private final Map<String, AttributeProto> byName = new LinkedHashMap<>();
    private final Set<String> known = new HashSet<>();

    Attributes(NodeProto node) {
        for (AttributeProto attribute : node.getAttributeList()) {
            if (byName.put(attribute.getName(), attribute) != null) {
                throw new InputException(
                        "attribute '%s' is given twice".formatted(Names.clean(attribute.getName())),
                        "once",
                        "export the file again");
            }
        }
    }

    boolean has(String name) {
        known.add(name);
        return byName.containsKey(name);
    }

    int integer(String name, int otherwise) {
        return find(name, AttributeType.INT).map(a -> saturated(a.getI())).orElse(otherwise);
    }

    int integer(String name) {
        return saturated(required(name, AttributeType.INT).getI());
    }

    OptionalLong optionalInteger(String name) {
        return find(name, AttributeType.INT).map(a -> OptionalLong.of(a.getI())).orElse(OptionalLong.empty());
    }

    OptionalDouble optionalReal(String name) {
        return find(name, AttributeType.FLOAT)
                .map(a -> OptionalDouble.of(a.getF()))
                .orElse(OptionalDouble.empty());
    }

    /** Not clamped, as a constant's values must not be. */
    Optional<long[]> longs(String name) {
        return find(name, AttributeType.INTS)
                .map(a -> a.getIntsList().stream().mapToLong(Long::longValue).toArray());
    }

    boolean flag(String name, boolean otherwise) {
        return integer(name, otherwise ? 1 : 0) != 0;
    }

    double real(String name, double otherwise) {
        return find(name, AttributeType.FLOAT).map(a -> (double) a.getF()).orElse(otherwise);
    }

    double real(String name) {
        return required(name, AttributeType.FLOAT).getF();
    }

    String text(String name, String otherwise) {
        return find(name, AttributeType.STRING)
                .map(a -> a.getS().toStringUtf8())
                .orElse(otherwise);
    }

    /** One of {@code choices}, of which the first is the default. */
    String choice(String name, String... choices) {
        String found = text(name, choices[0]);
        if (!List.of(choices).contains(found)) {
            throw InputException.unknown(name, Names.clean(found), List.of(choices));
        }
        return found;
    }

    Optional<List<Integer>> integers(String name) {
        return find(name, AttributeType.INTS)
                .map(a -> a.getIntsList().stream().map(Attributes::saturated).toList());
    }

    Optional<List<Double>> reals(String name) {
        return find(name, AttributeType.FLOATS)
                .map(a -> a.getFloatsList().stream().map(f -> (double) f).toList());
    }

    Optional<List<String>> texts(String name) {
        return find(name, AttributeType.STRINGS)
                .map(a -> a.getStringsList().stream().map(s -> s.toStringUtf8()).toList());
    }

    Optional<TensorProto> tensor(String name) {
        return find(name, AttributeType.TENSOR).map(AttributeProto::getT);
    }

    /** Attributes that say nothing about inference: accepted and not read. */
    void accept(String... names) {
        known.addAll(List.of(names));
    }

    /** Refuses attributes that were not asked for. */
    void requireAllKnown() {
        for (String name : byName.keySet()) {
            if (!known.contains(name)) {
                throw InputException.unknown(
                        "attribute of this operator at this opset",
                        Names.clean(name),
                        known.stream().sorted().toList());
            }
        }
    }

    static InputException missing(String name) {
        return new InputException("attribute '%s' is missing".formatted(name), "a value", "export the file again");
    }

    /** Integers are 64 bits in files; "to the end" is written as the largest, which any large one says as well. */
    static int saturated(long value) {
        return Math.clamp(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    private AttributeProto required(String name, AttributeType type) {
        return find(name, type).orElseThrow(() -> missing(name));
    }

    private Optional<AttributeProto> find(String name, AttributeType type) {
        known.add(name);
        AttributeProto found = byName.get(name);
        if (found == null) {
            return Optional.empty();
        }
        if (!found.getRefAttrName().isEmpty() || !(found.getType() == type || untyped(found))) {
            throw new InputException(
                    "attribute '%s' has type %s".formatted(name, found.getType()),
                    "type %s".formatted(type),
                    "export the file again");
        }
        return Optional.of(found);
    }

    /** The first files did not write the type; whichever field is asked for is the one that is set. */
    private static boolean untyped(AttributeProto attribute) {
        return attribute.getType() == AttributeType.UNDEFINED;
    }
}
