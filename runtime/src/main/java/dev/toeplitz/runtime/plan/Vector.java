package dev.toeplitz.runtime.plan;

import dev.toeplitz.graph.step.Integers;
import dev.toeplitz.terms.DataType;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * So many single-precision numbers side by side, as OpenCL C has them: 1, 2, 4, 8 or 16. They may be stored otherwise: the words
 * for that are in {@code single.cl} and {@code half.cl}.
 */
record Vector(int lanes) {
    static final Vector ONE = new Vector(1);
    /** Ends a vector type's name where it may lie at any address. */
    static final String ANYWHERE = "_anywhere";

    /** The widest that is no wider than some run of elements, nor than the device's own. */
    static Vector within(int elements, int widest) {
        return new Vector(Math.max(1, Integer.highestOneBit(Math.min(elements, widest))));
    }

    String type() {
        return lanes == 1 ? "float" : "float" + lanes;
    }

    /** The type of the same number of integers. */
    String integers() {
        return lanes == 1 ? "int" : "int" + lanes;
    }

    /** The type that numbers of a memory's type have in registers. */
    String type(DataType held) {
        return Integers.are(held) ? integers() : type();
    }

    /** Neighbours in memory, as floating-point numbers or as integers. */
    String load(String buffer, String address, DataType held) {
        if (lanes == 1) {
            return "LOAD(%s, %s)".formatted(buffer, address);
        }
        if (!Integers.are(held)) {
            return "LOAD%d(%s, %s)".formatted(lanes, buffer, address);
        }
        return held == DataType.INT32
                ? "vload%d(0, %s + %s)".formatted(lanes, buffer, address)
                : "convert_%s(*(__global const %s%d%s *)(%s + %s))"
                        .formatted(integers(), Held.word(held), lanes, ANYWHERE, buffer, address);
    }

    /** Neighbours in a constant array. */
    String table(String array, String index) {
        return lanes == 1 ? "%s[%s]".formatted(array, index) : "vload%d(0, %s + %s)".formatted(lanes, array, index);
    }

    /** Neighbours in memory that are floating-point numbers. */
    String load(String buffer, String address) {
        return load(buffer, address, DataType.FLOAT32);
    }

    /** One element in every lane. */
    String spread(String element) {
        return spread(element, DataType.FLOAT32);
    }

    private String spread(String element, DataType held) {
        return lanes == 1 ? element : "(%s)(%s)".formatted(type(held), element);
    }

    /** Elements that are {@code stride} apart. */
    String gather(String buffer, String address, long stride, DataType held) {
        if (stride == 0) {
            return spread(ONE.load(buffer, address, held), held);
        }
        if (stride == 1 || lanes == 1) {
            return load(buffer, address, held);
        }
        StringBuilder text = new StringBuilder("(" + type(held) + ")(");
        for (int lane = 0; lane < lanes; lane++) {
            text.append(lane == 0 ? "" : ", ").append("LOAD(%s, %s + %d)".formatted(buffer, address, lane * stride));
        }
        return text.append(")").toString();
    }

    /**
     * The same where the elements may end within the vector: what is beyond them is read at the last one again, and not outside the
     * buffer.
     *
     * @param last an expression of the last lane that exists; any number beyond the vector where all do
     */
    String gather(String buffer, String address, long stride, String last, DataType held) {
        if (stride == 0 || stride == 1 || lanes == 1) {
            return gather(buffer, address, stride, held);
        }
        return IntStream.range(0, lanes)
                .mapToObj(lane -> "LOAD(%s, %s + min(%d, %s) * %d)".formatted(buffer, address, lane, last, stride))
                .collect(Collectors.joining(", ", "(" + type(held) + ")(", ")"));
    }

    String gather(String buffer, String address, long stride) {
        return gather(buffer, address, stride, DataType.FLOAT32);
    }

    String gather(String buffer, String address, long stride, String last) {
        return gather(buffer, address, stride, last, DataType.FLOAT32);
    }

    /**
     * Elements to places that are {@code stride} apart.
     *
     * @param whole whether they are integers in registers
     */
    String scatter(String value, boolean whole, String buffer, String address, long stride, DataType held) {
        if (stride == 1 || lanes == 1) {
            return store(value, whole, buffer, address, held);
        }
        String type = whole ? integers() : type();
        StringBuilder text = new StringBuilder("const %s scattered = %s; ".formatted(type, value));
        for (int lane = 0; lane < lanes; lane++) {
            text.append("STORE(scattered.s%s, %s, %s + %d); "
                    .formatted(Integer.toHexString(lane), buffer, address, lane * stride));
        }
        return text.toString();
    }

    String scatter(String value, String buffer, String address, long stride) {
        return scatter(value, false, buffer, address, stride, DataType.FLOAT32);
    }

    String store(String value, String buffer, String address) {
        return store(value, false, buffer, address, DataType.FLOAT32);
    }

    String store(String value, boolean whole, String buffer, String address, DataType held) {
        if (lanes == 1) {
            return "STORE(%s, %s, %s);".formatted(value, buffer, address);
        }
        if (!Integers.are(held)) {
            String number = whole ? "convert_%s(%s)".formatted(type(), value) : value;
            return "STORE%d(%s, %s, %s);".formatted(lanes, number, buffer, address);
        }
        boolean asItIs = whole && held == DataType.INT32;
        String type = Held.word(held) + lanes;
        String converted = asItIs ? value : "convert_%s(%s)".formatted(type, value);
        return held == DataType.INT32
                ? "vstore%d(%s, 0, %s + %s);".formatted(lanes, converted, buffer, address)
                : "*(__global %s%s *)(%s + %s) = %s;".formatted(type, ANYWHERE, buffer, address, converted);
    }

    /** 0, 1, 2 and so on. */
    String ramp() {
        StringBuilder text = new StringBuilder("(" + type() + ")(");
        for (int lane = 0; lane < lanes; lane++) {
            text.append(lane == 0 ? "" : ", ").append(lane).append(".0f");
        }
        return text.append(")").toString();
    }
}
