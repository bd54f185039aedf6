package dev.toeplitz.graph.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import dev.toeplitz.terms.DataType;
import dev.toeplitz.terms.InputException;

/** ONNX's numbers for element types. */
final class ElementTypes {
    private ElementTypes() {}

    static DataType of(int number) {
        TensorProto.DataType type = TensorProto.DataType.forNumber(number);
        return switch (type) {
            case null -> throw refused("element type %d".formatted(number));
            case FLOAT -> DataType.FLOAT32;
            case DOUBLE -> DataType.FLOAT64;
            case FLOAT16 -> DataType.FLOAT16;
            case BFLOAT16 -> DataType.BFLOAT16;
            case INT64 -> DataType.INT64;
            case INT32 -> DataType.INT32;
            case INT16 -> DataType.INT16;
            case INT8 -> DataType.INT8;
            case INT4 -> DataType.INT4;
            case UINT64 -> DataType.UINT64;
            case UINT32 -> DataType.UINT32;
            case UINT16 -> DataType.UINT16;
            case UINT8 -> DataType.UINT8;
            case BOOL -> DataType.BOOL;
            case UNDEFINED,
                    STRING,
                    COMPLEX64,
                    COMPLEX128,
                    UINT4,
                    FLOAT8E4M3FN,
                    FLOAT8E4M3FNUZ,
                    FLOAT8E5M2,
                    FLOAT8E5M2FNUZ -> throw refused("element type %s".formatted(type));
        };
    }

    /** As Cast wrote it before opset 6. */
    static DataType of(String name) {
        try {
            return of(TensorProto.DataType.valueOf(name).getNumber());
        } catch (IllegalArgumentException _) {
            throw refused("element type '%s'".formatted(Names.clean(name)));
        }
    }

    static int number(DataType type) {
        TensorProto.DataType found = switch (type) {
            case FLOAT32 -> TensorProto.DataType.FLOAT;
            case FLOAT64 -> TensorProto.DataType.DOUBLE;
            case FLOAT16, BFLOAT16, INT64, INT32, INT16, INT8, INT4, UINT64, UINT32, UINT16, UINT8, BOOL ->
                TensorProto.DataType.valueOf(type.name());
        };
        return found.getNumber();
    }

    private static InputException refused(String found) {
        return new InputException(
                found,
                "a float of 16 to 64 bits, an integer or a truth value",
                "convert the model; strings, complex and 8-bit floats are not imported");
    }
}
