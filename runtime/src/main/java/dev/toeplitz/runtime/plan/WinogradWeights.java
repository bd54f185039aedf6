package dev.toeplitz.runtime.plan;

import dev.toeplitz.graph.step.Winograd;
import dev.toeplitz.runtime.plan.Packing.Digit;
import java.nio.FloatBuffer;
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
    public void pack(FloatBuffer tensor, FloatBuffer into) {
        double[][] transform = form.filter();
        blank(into);
        IntStream.range(0, outputs.extent()).parallel().forEach(output -> {
            for (int input = 0; input < inputs.extent(); input++) {
                double[][] u = Winograd.both(transform, filter(tensor, output, input));
                for (int product = 0; product < form.products(); product++) {
                    float value = (float) u[product / form.inputs()][product % form.inputs()];
                    into.put(at(product, output, input), value);
                }
            }
        });
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

    private double[][] filter(FloatBuffer tensor, int output, int input) {
        double[][] filter = new double[Winograd.TAPS][Winograd.TAPS];
        long first = base + output * outputs.stride() + input * inputs.stride();
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
