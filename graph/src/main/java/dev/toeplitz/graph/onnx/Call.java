package dev.toeplitz.graph.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;

/** An ONNX operator with its attributes, as it is about to be written; each method gives the call with one attribute more. */
record Call(String operator, List<AttributeProto> attributes) {
    Call {
        attributes = List.copyOf(attributes);
    }

    static Call of(String operator) {
        return new Call(operator, List.of());
    }

    Call integer(String name, long value) {
        return with(AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeType.INT)
                .setI(value));
    }

    Call flag(String name, boolean value) {
        return integer(name, value ? 1 : 0);
    }

    Call integers(String name, List<Integer> values) {
        AttributeProto.Builder attribute =
                AttributeProto.newBuilder().setName(name).setType(AttributeType.INTS);
        values.forEach(attribute::addInts);
        return with(attribute);
    }

    /** Rounded to single precision: ONNX has no other. */
    Call real(String name, double value) {
        return with(AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeType.FLOAT)
                .setF((float) value));
    }

    Call reals(String name, List<Double> values) {
        AttributeProto.Builder attribute =
                AttributeProto.newBuilder().setName(name).setType(AttributeType.FLOATS);
        values.forEach(value -> attribute.addFloats(value.floatValue()));
        return with(attribute);
    }

    Call text(String name, String value) {
        return with(AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeType.STRING)
                .setS(ByteString.copyFromUtf8(value)));
    }

    Call texts(String name, List<String> values) {
        AttributeProto.Builder attribute =
                AttributeProto.newBuilder().setName(name).setType(AttributeType.STRINGS);
        values.forEach(value -> attribute.addStrings(ByteString.copyFromUtf8(value)));
        return with(attribute);
    }

    private Call with(AttributeProto.Builder attribute) {
        List<AttributeProto> all = new ArrayList<>(attributes);
        all.add(attribute.build());
        return new Call(operator, all);
    }
}
