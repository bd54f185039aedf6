package dev.toeplitz.graph.reference;

import dev.toeplitz.graph.step.Axis;
import dev.toeplitz.graph.step.Step.Contract;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.graph.step.Winograd;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.terms.LoopDim;
import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * The error of a convolution by Winograd's algorithm, y = Σ Aᵀ [ (G g Gᵀ) ⊙ (Bᵀ d B) ] A over the input channels. Every sum of it
 * is of terms with constant factors, so its rounding is bounded as any sum's (Higham, 2002, section 3.1), the transforms' one after the
 * other (as Barabasz et al., 2020, do with norms; here element by element):
 *
 * <p>γ(n) · Σ |Aᵀ| [ |G g Gᵀ| ⊙ (|Bᵀ| |d| |B|) ] |A|, n of {@link Winograd#roundings}.
 *
 * <p>The filter's transform is computed in double precision, where it may lose a few units of |G| |g| |Gᵀ|, and then rounded. The
 * value itself is the plain convolution's, which is what Winograd's algorithm computes in exact arithmetic.
 */
final class WinogradBound {
    /** Of the filter's transform in double precision: two sums of three terms, with factors that are themselves rounded. */
    private static final double FILTER_ERROR = 16 * 0x1p-53;

    private final Contract contract;
    private final Winograd form;
    private final Precision precision;
    private final double gamma;
    private final double[] bound;

    private WinogradBound(Contract contract, Winograd form, Precision precision) {
        this.contract = contract;
        this.form = form;
        this.precision = precision;
        this.gamma = precision.gamma(form.roundings(extent(LoopDim.IN_CHANNEL)));
        this.bound = new double[Math.toIntExact(contract.result().elements())];
    }

    /** As {@link ContractionBound} for a contraction that {@link Winograd#fits}; {@code left} is the input and exact. */
    static Bounded of(Contract contract, Winograd form, Inexact left, Inexact right, Precision precision) {
        double[] values = Contraction.values(contract, left.value(), right.value());
        double[] carried = ContractionBound.carried(contract, left, right);
        WinogradBound bound = new WinogradBound(contract, form, precision);
        bound.run(ContractionBound.largest(left), ContractionBound.largest(right));
        Arrays.setAll(bound.bound, i -> {
            double sum = bound.bound[i] + carried[i];
            return Double.isNaN(sum) ? Double.POSITIVE_INFINITY : sum;
        });
        return new Bounded(values, bound.bound);
    }

    private int extent(LoopDim dim) {
        return contract.loops().extent(dim);
    }

    private void run(Tensor input, Tensor filter) {
        double[][][] weights = weights(filter);
        int rows = Math.ceilDiv(extent(LoopDim.OUT_ROW), form.outputs());
        int cols = Math.ceilDiv(extent(LoopDim.OUT_COL), form.outputs());
        IntConsumer tile = at -> tile(input, weights, new int[] {
            at / (rows * cols), at / cols % rows * form.outputs(), at % cols * form.outputs()
        });
        IntStream.range(0, extent(LoopDim.BATCH) * rows * cols).parallel().forEach(tile);
    }

    /** For each input channel and product, by output channel: |G g Gᵀ| and what else it may be off by, as multiples of γ. */
    private double[][][] weights(Tensor filter) {
        double[][] g = form.filter();
        double[][] sizes = Winograd.sizes(g);
        double[][][] weights = new double[extent(LoopDim.IN_CHANNEL)][form.products()][extent(LoopDim.OUT_CHANNEL)];
        IntStream.range(0, weights.length).parallel().forEach(c -> {
            for (int k = 0; k < extent(LoopDim.OUT_CHANNEL); k++) {
                double[][] taps = taps(filter, k, c);
                double[][] exact = Winograd.sizes(Winograd.both(g, taps));
                double[][] most = Winograd.both(sizes, Winograd.sizes(taps));
                for (int p = 0; p < form.products(); p++) {
                    int row = p / form.inputs();
                    int col = p % form.inputs();
                    weights[c][p][k] = exact[row][col] + (FILTER_ERROR * most[row][col] + precision.tiny()) / gamma;
                }
            }
        });
        return weights;
    }

    private double[][] taps(Tensor filter, int k, int c) {
        double[][] taps = new double[Winograd.TAPS][Winograd.TAPS];
        for (int row = 0; row < Winograd.TAPS; row++) {
            for (int col = 0; col < Winograd.TAPS; col++) {
                int[] index = new int[LoopDim.values().length];
                index[LoopDim.OUT_CHANNEL.ordinal()] = k;
                index[LoopDim.IN_CHANNEL.ordinal()] = c;
                index[LoopDim.FILTER_ROW.ordinal()] = row;
                index[LoopDim.FILTER_COL.ordinal()] = col;
                taps[row][col] = filter.at(position(contract.right(), index));
            }
        }
        return taps;
    }

    /** @param at picture, first row, first column */
    private void tile(Tensor input, double[][][] weights, int[] at) {
        double[][] products = new double[form.products()][extent(LoopDim.OUT_CHANNEL)];
        double[][] transform = Winograd.sizes(form.input());
        for (int c = 0; c < weights.length; c++) {
            double[][] v = Winograd.both(transform, patch(input, at, c));
            for (int p = 0; p < products.length; p++) {
                int row = p / form.inputs();
                int col = p % form.inputs();
                double size = v[row][col] + underflow(transform[col]) / gamma;
                double[] weight = weights[c][p];
                for (int k = 0; k < weight.length; k++) {
                    products[p][k] += gamma * size * weight[k] + 2 * precision.tiny();
                }
            }
        }
        double[][] back = Winograd.sizes(form.output());
        for (int k = 0; k < extent(LoopDim.OUT_CHANNEL); k++) {
            double[][] one = new double[form.inputs()][form.inputs()];
            for (int p = 0; p < products.length; p++) {
                one[p / form.inputs()][p % form.inputs()] = products[p][k];
            }
            store(Winograd.both(back, one), back, at, k);
        }
    }

    /** What two passes of a transform may lose where each of their steps underflows; the second one adds by this row. */
    private double underflow(double[] row) {
        return form.inputs() * precision.tiny() * (1 + Arrays.stream(row).sum());
    }

    private double[][] patch(Tensor input, int[] at, int c) {
        double[][] patch = new double[form.inputs()][form.inputs()];
        int[] index = new int[LoopDim.values().length];
        index[LoopDim.BATCH.ordinal()] = at[0];
        index[LoopDim.IN_CHANNEL.ordinal()] = c;
        for (int row = 0; row < form.inputs(); row++) {
            for (int col = 0; col < form.inputs(); col++) {
                index[LoopDim.OUT_ROW.ordinal()] = at[1] + row;
                index[LoopDim.OUT_COL.ordinal()] = at[2] + col;
                int position = position(contract.left(), index);
                patch[row][col] = position < 0 ? 0 : Math.abs(input.at(position));
            }
        }
        return patch;
    }

    private void store(double[][] tile, double[][] back, int[] at, int k) {
        int[] index = new int[LoopDim.values().length];
        index[LoopDim.BATCH.ordinal()] = at[0];
        index[LoopDim.OUT_CHANNEL.ordinal()] = k;
        for (int row = 0; row < form.outputs() && at[1] + row < extent(LoopDim.OUT_ROW); row++) {
            for (int col = 0; col < form.outputs() && at[2] + col < extent(LoopDim.OUT_COL); col++) {
                index[LoopDim.OUT_ROW.ordinal()] = at[1] + row;
                index[LoopDim.OUT_COL.ordinal()] = at[2] + col;
                bound[position(contract.out(), index)] = tile[row][col] + underflow(back[col]);
            }
        }
    }

    /** Where in the tensor a point of the loops is; negative outside. */
    private static int position(View view, int[] index) {
        int position = 0;
        for (int axis = 0; axis < view.axes().size(); axis++) {
            Axis.Affine affine = (Axis.Affine) view.axes().get(axis);
            int at = affine.offset();
            for (Axis.Term term : affine.terms()) {
                at += term.coefficient() * index[term.dim().ordinal()];
            }
            if (at < 0 || at >= view.shape().at(axis)) {
                return -1;
            }
            position = position * view.shape().at(axis) + at;
        }
        return position;
    }
}
