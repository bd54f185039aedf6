package dev.toeplitz.graph.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import dev.toeplitz.graph.tensor.FileFloats;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.InputException;
import dev.toeplitz.terms.Require;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;

/**
 * Tensors as ONNX stores them: little-endian bytes in the file or beside it, or a list of numbers of a wider type.
 * Single precision stays so; every other type is held in double precision.
 */
final class OnnxTensors {
    private final Path directory;
    private final Whereabouts whereabouts;

    /** Tells of a tensor whether its numbers were left in the model's file. */
    @FunctionalInterface
    interface Whereabouts {
        Optional<FileFloats> of(TensorProto tensor);
    }

    /** {@code directory} is where external data may lie. */
    OnnxTensors(Path directory, Whereabouts whereabouts) {
        this.directory = directory;
        this.whereabouts = whereabouts;
    }

    /** With all values in memory. */
    OnnxTensors(Path directory) {
        this(directory, _ -> Optional.empty());
    }

    Tensor read(TensorProto proto) {
        try {
            return values(proto, new TensorType(ElementTypes.of(proto.getDataType()), shape(proto.getDimsList())));
        } catch (InputException e) {
            throw proto.getName().isEmpty() ? e : e.at("tensor '%s'".formatted(Names.clean(proto.getName())));
        } catch (ArithmeticException _) {
            throw new InputException(
                    "a tensor of extents %s".formatted(proto.getDimsList()),
                    "at most 2^31 − 1 elements",
                    "split the tensor");
        }
    }

    private static Shape shape(List<Long> dims) {
        return new Shape(dims.stream().map(Math::toIntExact).toList());
    }

    private Tensor values(TensorProto proto, TensorType type) {
        Require.that(!proto.hasSegment(), "a tensor in segments", "a whole one", "export the file again");
        if (proto.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
            return fromBytes(type, new ExternalBytes(directory).read(proto.getExternalDataList(), type.bytes()));
        }
        Optional<FileFloats> stored = whereabouts.of(proto);
        if (stored.isPresent()) {
            requireCount(stored.get().count() * Float.BYTES, type.bytes(), "bytes");
            return new Tensor.Stored(type, stored.get());
        }
        return proto.hasRawData()
                ? fromBytes(type, proto.getRawData().asReadOnlyByteBuffer())
                : fromNumbers(type, proto);
    }

    static Tensor fromBytes(TensorType type, ByteBuffer raw) {
        requireCount(raw.remaining(), type.bytes(), "bytes");
        ByteBuffer bytes = raw.order(ByteOrder.LITTLE_ENDIAN);
        return switch (type.type()) {
            case FLOAT32 -> floats(type, bytes.asFloatBuffer());
            case FLOAT64 -> doubles(type, bytes.asDoubleBuffer()::get);
            case FLOAT16 -> doubles(type, i -> Float.float16ToFloat(bytes.getShort(2 * i)));
            case BFLOAT16 -> doubles(type, i -> bfloat16(bytes.getShort(2 * i)));
            case INT64 -> doubles(type, bytes.asLongBuffer()::get);
            case UINT64 -> doubles(type, i -> unsigned(bytes.getLong(8 * i)));
            case INT32 -> doubles(type, bytes.asIntBuffer()::get);
            case UINT32 -> doubles(type, i -> Integer.toUnsignedLong(bytes.getInt(4 * i)));
            case INT16 -> doubles(type, bytes.asShortBuffer()::get);
            case UINT16 -> doubles(type, i -> Short.toUnsignedInt(bytes.getShort(2 * i)));
            case INT8 -> doubles(type, bytes::get);
            case UINT8 -> doubles(type, i -> Byte.toUnsignedInt(bytes.get(i)));
            case BOOL -> doubles(type, i -> bytes.get(i) == 0 ? 0 : 1);
            case INT4 -> doubles(type, i -> nibble(bytes.get(i / 2), i));
        };
    }

    private static Tensor fromNumbers(TensorType type, TensorProto proto) {
        return switch (type.type()) {
            case FLOAT32 -> {
                requireCount(proto.getFloatDataCount(), type.elements(), "values");
                float[] values = new float[proto.getFloatDataCount()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = proto.getFloatData(i);
                }
                yield new Tensor.Floats(type, values);
            }
            case FLOAT64 -> counted(type, proto.getDoubleDataCount(), proto::getDoubleData);
            case INT64 -> counted(type, proto.getInt64DataCount(), proto::getInt64Data);
            case UINT64, UINT32 -> counted(type, proto.getUint64DataCount(), i -> unsigned(proto.getUint64Data(i)));
            case FLOAT16 ->
                counted(type, proto.getInt32DataCount(), i -> Float.float16ToFloat((short) proto.getInt32Data(i)));
            case BFLOAT16 -> counted(type, proto.getInt32DataCount(), i -> bfloat16((short) proto.getInt32Data(i)));
            case INT4 -> {
                requireCount(proto.getInt32DataCount(), Math.ceilDiv(type.elements(), 2L), "pairs of values");
                yield doubles(type, i -> nibble((byte) proto.getInt32Data(i / 2), i));
            }
            case INT32, INT16, INT8, UINT16, UINT8, BOOL ->
                counted(type, proto.getInt32DataCount(), proto::getInt32Data);
        };
    }

    private static Tensor counted(TensorType type, int count, IntToDoubleFunction value) {
        requireCount(count, type.elements(), "values");
        return doubles(type, value);
    }

    private static Tensor doubles(TensorType type, IntToDoubleFunction value) {
        double[] values = new double[Math.toIntExact(type.elements())];
        Arrays.setAll(values, value);
        return new Tensor.Doubles(type, values);
    }

    private static Tensor floats(TensorType type, FloatBuffer buffer) {
        float[] values = new float[buffer.remaining()];
        buffer.get(values);
        return new Tensor.Floats(type, values);
    }

    private static void requireCount(long found, long expected, String what) {
        Require.that(
                found == expected,
                "%,d %s".formatted(found, what),
                "%,d".formatted(expected),
                "the file is damaged; export it again");
    }

    private static double bfloat16(short bits) {
        return Float.intBitsToFloat(bits << 16);
    }

    private static double unsigned(long bits) {
        return bits >= 0 ? bits : (bits >>> 1) * 2.0;
    }

    /** Two to a byte, the first in the low half, sign in the top bit of each. */
    private static int nibble(byte pair, int index) {
        int low = index % 2 == 0 ? pair << 28 : pair << 24;
        return low >> 28;
    }

    /** The same values under another shape, without copying. */
    static Tensor reshaped(Tensor tensor, Shape shape) {
        TensorType type = tensor.type().with(shape);
        return switch (tensor) {
            case Tensor.Doubles(TensorType _, double[] values) -> new Tensor.Doubles(type, values);
            case Tensor.Floats(TensorType _, float[] values) -> new Tensor.Floats(type, values);
            case Tensor.Stored(TensorType _, FileFloats values) -> new Tensor.Stored(type, values);
            case Tensor.Filled(TensorType _, double value) -> new Tensor.Filled(type, value);
            case Tensor.Random(TensorType _, long seed, double mean, double deviation) ->
                new Tensor.Random(type, seed, mean, deviation);
            case Tensor.Scaled(TensorType _, Tensor base, double[] factors, int run) ->
                new Tensor.Scaled(type, base, factors, run);
            case Tensor.Absent(TensorType _) -> new Tensor.Absent(type);
        };
    }
}
