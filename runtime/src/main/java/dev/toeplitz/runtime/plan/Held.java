package dev.toeplitz.runtime.plan;

import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.step.Integers;
import dev.toeplitz.terms.DataType;

/**
 * What tensors are held as in memory: 8-bit and 32-bit integers as such, all other numbers in the precision that was chosen, other
 * integers and truth values too.
 */
final class Held {
    private Held() {}

    static DataType type(Item item, Options options) {
        return type(
                switch (item) {
                    case Item.Named(Value value) -> value.type().type();
                    case Item.Temporary temporary -> temporary.type();
                },
                options);
    }

    static DataType type(DataType type, Options options) {
        return Integers.are(type) ? type : options.storage();
    }

    /** As OpenCL C has an element of it; INT16 is what kernels hold for themselves alone. */
    static String word(DataType type) {
        return switch (type) {
            case INT8 -> "char";
            case UINT8 -> "uchar";
            case INT32 -> "int";
            case INT16 -> "short";
            case FLOAT64, FLOAT32, FLOAT16, BFLOAT16, INT64, INT4, UINT64, UINT32, UINT16, BOOL -> "stored";
        };
    }
}
