package dev.toeplitz.runtime.plan;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * So many single-precision numbers side by side, as OpenCL C has them: 1, 2, 4, 8 or 16. They may be stored otherwise: the words
 * for that are in {@code single.cl} and {@code half.cl}.
 */
record Vector(int lanes) {
    static final Vector ONE = new Vector(1);

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

    /** Neighbours in memory. */
    String load(String buffer, String address) {
        return lanes == 1
                ? "LOAD(%s, %s)".formatted(buffer, address)
                : "LOAD%d(%s, %s)".formatted(lanes, buffer, address);
    }

    /** Neighbours in a constant array. */
    String table(String array, String index) {
        return lanes == 1 ? "%s[%s]".formatted(array, index) : "vload%d(0, %s + %s)".formatted(lanes, array, index);
    }

    /** One element in every lane. */
    String spread(String element) {
        return lanes == 1 ? element : "(%s)(%s)".formatted(type(), element);
    }

    /** Elements that are {@code stride} apart. */
    String gather(String buffer, String address, long stride) {
        if (stride == 0) {
            return spread(ONE.load(buffer, address));
        }
        if (stride == 1 || lanes == 1) {
            return load(buffer, address);
        }
        StringBuilder text = new StringBuilder("(" + type() + ")(");
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
    String gather(String buffer, String address, long stride, String last) {
        if (stride == 0 || stride == 1 || lanes == 1) {
            return gather(buffer, address, stride);
        }
        return IntStream.range(0, lanes)
                .mapToObj(lane -> "LOAD(%s, %s + min(%d, %s) * %d)".formatted(buffer, address, lane, last, stride))
                .collect(Collectors.joining(", ", "(" + type() + ")(", ")"));
    }

    /** Elements to places that are {@code stride} apart; the value has a name. */
    String scatter(String value, String buffer, String address, long stride) {
        if (stride == 1 || lanes == 1) {
            return store(value, buffer, address);
        }
        StringBuilder text = new StringBuilder("const %s scattered = %s; ".formatted(type(), value));
        for (int lane = 0; lane < lanes; lane++) {
            text.append("STORE(scattered.s%s, %s, %s + %d); "
                    .formatted(Integer.toHexString(lane), buffer, address, lane * stride));
        }
        return text.toString();
    }

    String store(String value, String buffer, String address) {
        return lanes == 1
                ? "STORE(%s, %s, %s);".formatted(value, buffer, address)
                : "STORE%d(%s, %s, %s);".formatted(lanes, value, buffer, address);
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
