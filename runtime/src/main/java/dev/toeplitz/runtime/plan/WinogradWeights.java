package dev.toeplitz.runtime.plan;

import dev.toeplitz.graph.step.Winograd;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.runtime.plan.Packing.Digit;
import java.lang.foreign.Arena;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The transforms G g Gᵀ of 3 × 3 filters, computed in double precision and rounded once. For each of a filter's products: panels of
 * {@code width} output channels, in each panel a row of them for every input channel.
 *
 * @param base where the first element is in the tensor, row-major
 */
record WinogradWeights(Winograd form, long base, Digit outputs, Digit inputs, long rowStride, long colStride, int width)
        implements WeightOrder {
    int panels() {
        return Math.ceilDiv(outputs.extent(), width);
    }

    @Override
    public long elements() {
        return Math.multiplyExact((long) form.products() * panels() * width, (long) inputs.extent());
    }

    @Override
    public void pack(Tensor tensor, FloatBuffer into) {
        blank(into);
        Stretch filters =
                Stretch.of(List.of(inputs, new Digit(Winograd.TAPS, rowStride), new Digit(Winograd.TAPS, colStride)));
        if (filters.isDense((long) inputs.extent() * Winograd.TAPS * Winograd.TAPS)) {
            forEachOutput((output, first) -> {
                try (Arena arena = Arena.ofConfined()) {
                    transform(filters.read(tensor, first, arena), -filters.lowest(), output, into);
                }
            });
        } else {
            // Shared, since filters are transformed on several threads.
            try (Arena arena = Arena.ofShared()) {
                FloatBuffer all = tensor.floats(arena);
                forEachOutput((output, first) -> transform(all, first, output, into));
            }
        }
    }

    /** Takes an output channel, and where its filters begin in the tensor. */
    private interface Filters {
        void take(int output, long first);
    }

    private void forEachOutput(Filters filters) {
        IntStream.range(0, outputs.extent())
                .parallel()
                .forEach(output -> filters.take(output, base + output * outputs.stride()));
    }

    private void transform(FloatBuffer tensor, long first, int output, FloatBuffer into) {
        double[][] transform = form.filter();
        for (int input = 0; input < inputs.extent(); input++) {
            double[][] u = Winograd.both(transform, filter(tensor, first + input * inputs.stride()));
            for (int product = 0; product < form.products(); product++) {
                float value = (float) u[product / form.inputs()][product % form.inputs()];
                into.put(at(product, output, input), value);
            }
        }
    }

    /** What the last panel has beyond the last output channel. */
    private void blank(FloatBuffer into) {
        for (int output = outputs.extent(); output < panels() * width; output++) {
            for (int input = 0; input < inputs.extent(); input++) {
                for (int product = 0; product < form.products(); product++) {
                    into.put(at(product, output, input), 0);
                }
            }
        }
    }

    private double[][] filter(FloatBuffer tensor, long first) {
        double[][] filter = new double[Winograd.TAPS][Winograd.TAPS];
        for (int row = 0; row < Winograd.TAPS; row++) {
            for (int col = 0; col < Winograd.TAPS; col++) {
                // As the device would hold it: weights are single-precision numbers before they are transformed.
                filter[row][col] = tensor.get(Math.toIntExact(first + row * rowStride + col * colStride));
            }
        }
        return filter;
    }

    private int at(int product, int output, int input) {
        return ((product * panels() + output / width) * inputs.extent() + input) * width + output % width;
    }
}
