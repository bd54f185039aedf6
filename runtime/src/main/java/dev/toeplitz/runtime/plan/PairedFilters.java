package dev.toeplitz.runtime.plan;

import dev.toeplitz.graph.step.Winograd;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.runtime.plan.Packing.Digit;
import dev.toeplitz.terms.DataType;
import java.lang.foreign.Arena;
import java.nio.FloatBuffer;
import java.util.stream.IntStream;

/**
 * The transforms 4 · G g Gᵀ of 3 × 3 filters of 8-bit integers for F(2 × 2, 3 × 3), which are whole and below 2¹²: no larger than 9 · 255. For each of a filter's
 * products: panels of {@code width} output channels, in each panel a row of them for every two input channels, both channels' side by side.
 * What a pair or a panel has beyond the end is 0.
 *
 * @param base where the first element is in the tensor, row-major
 */
record PairedFilters(long base, Digit outputs, Digit inputs, long rowStride, long colStride, int width)
        implements WeightOrder {
    private static final Winograd FORM = Winograd.TWO;
    /** Makes halves of halves whole. */
    static final int SCALE = 4;

    private int panels() {
        return Math.ceilDiv(outputs.extent(), width);
    }

    private int pairs() {
        return Math.ceilDiv(inputs.extent(), PairSums.PAIR);
    }

    @Override
    public long elements() {
        return Math.multiplyExact((long) FORM.products() * panels() * width * PairSums.PAIR, (long) pairs());
    }

    @Override
    public DataType held(DataType own) {
        return DataType.INT16;
    }

    @Override
    public void pack(Tensor tensor, FloatBuffer into) {
        // Shared, since filters are transformed on several threads.
        try (Arena arena = Arena.ofShared()) {
            FloatBuffer all = tensor.floats(arena);
            IntStream.range(0, panels() * width).parallel().forEach(output -> transform(all, output, into));
        }
    }

    private void transform(FloatBuffer tensor, int output, FloatBuffer into) {
        double[][] transform = FORM.filter();
        for (int input = 0; input < pairs() * PairSums.PAIR; input++) {
            boolean isThere = output < outputs.extent() && input < inputs.extent();
            double[][] u = isThere
                    ? Winograd.both(transform, filter(tensor, output, input))
                    : new double[FORM.inputs()][FORM.inputs()];
            for (int product = 0; product < FORM.products(); product++) {
                double value = SCALE * u[product / FORM.inputs()][product % FORM.inputs()];
                into.put(at(product, output, input), (float) value);
            }
        }
    }

    private double[][] filter(FloatBuffer tensor, int output, int input) {
        long first = base + output * outputs.stride() + input * inputs.stride();
        double[][] filter = new double[Winograd.TAPS][Winograd.TAPS];
        for (int row = 0; row < Winograd.TAPS; row++) {
            for (int col = 0; col < Winograd.TAPS; col++) {
                filter[row][col] = tensor.get(Math.toIntExact(first + row * rowStride + col * colStride));
            }
        }
        return filter;
    }

    private int at(int product, int output, int input) {
        int row = (product * panels() + output / width) * pairs() + input / PairSums.PAIR;
        return (row * width + output % width) * PairSums.PAIR + input % PairSums.PAIR;
    }
}
