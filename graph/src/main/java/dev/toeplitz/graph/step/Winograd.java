package dev.toeplitz.graph.step;

import dev.toeplitz.terms.LoopDim;
import java.util.List;

/**
 * Winograd's minimal filtering F(m × m, 3 × 3): m² outputs of a 3 × 3 convolution from (m + 2)² products for each pair of channels,
 * y = Aᵀ [ (G g Gᵀ) ⊙ (Bᵀ d B) ] A of a filter g and a patch d of (m + 2)² inputs (Lavin and Gray, "Fast Algorithms for
 * Convolutional Neural Networks", 2015, equations 8 to 11). The points of interpolation are 0, ±1, ±2 and infinity, which
 * Barabasz et al. ("Error Analysis and Improving the Accuracy of Winograd Convolution for Deep Neural Networks", 2020) find among
 * the best of so many.
 */
public enum Winograd {
    TWO(
            2,
            new double[][] {{1, 0, -1, 0}, {0, 1, 1, 0}, {0, -1, 1, 0}, {0, 1, 0, -1}},
            new double[][] {{1, 0, 0}, {0.5, 0.5, 0.5}, {0.5, -0.5, 0.5}, {0, 0, 1}},
            new double[][] {{1, 1, 1, 0}, {0, 1, -1, -1}}),
    FOUR(
            4,
            new double[][] {
                {4, 0, -5, 0, 1, 0},
                {0, -4, -4, 1, 1, 0},
                {0, 4, -4, -1, 1, 0},
                {0, -2, -1, 2, 1, 0},
                {0, 2, -1, -2, 1, 0},
                {0, 4, 0, -5, 0, 1}
            },
            new double[][] {
                {1 / 4.0, 0, 0},
                {-1 / 6.0, -1 / 6.0, -1 / 6.0},
                {-1 / 6.0, 1 / 6.0, -1 / 6.0},
                {1 / 24.0, 1 / 12.0, 1 / 6.0},
                {1 / 24.0, -1 / 12.0, 1 / 6.0},
                {0, 0, 1}
            },
            new double[][] {{1, 1, 1, 1, 1, 0}, {0, 1, -1, 2, -2, 0}, {0, 1, 1, 4, 4, 0}, {0, 1, -1, 8, -8, 1}});

    /** Taps along an axis of the filter. */
    public static final int TAPS = 3;

    private final int outputs;
    private final double[][] input;
    private final double[][] filter;
    private final double[][] output;

    Winograd(int outputs, double[][] input, double[][] filter, double[][] output) {
        this.outputs = outputs;
        this.input = input;
        this.filter = filter;
        this.output = output;
    }

    /** m: outputs of a tile along an axis. */
    public int outputs() {
        return outputs;
    }

    /** m + 2: inputs of a tile along an axis. */
    public int inputs() {
        return outputs + TAPS - 1;
    }

    /** (m + 2)²: products for each tile and pair of channels. */
    public int products() {
        return inputs() * inputs();
    }

    /** Bᵀ, (m + 2) × (m + 2). */
    public double[][] input() {
        return copy(input);
    }

    /** G, (m + 2) × 3. */
    public double[][] filter() {
        return copy(filter);
    }

    /** Aᵀ, m × (m + 2). */
    public double[][] output() {
        return copy(output);
    }

    private static double[][] copy(double[][] matrix) {
        double[][] copy = new double[matrix.length][];
        for (int i = 0; i < matrix.length; i++) {
            copy[i] = matrix[i].clone();
        }
        return copy;
    }

    /** M X Mᵀ of a square X. */
    public static double[][] both(double[][] m, double[][] x) {
        return product(m, product(x, transposed(m)));
    }

    /** The elements' sizes. */
    public static double[][] sizes(double[][] matrix) {
        double[][] sizes = copy(matrix);
        for (double[] row : sizes) {
            for (int j = 0; j < row.length; j++) {
                row[j] = Math.abs(row[j]);
            }
        }
        return sizes;
    }

    private static double[][] transposed(double[][] m) {
        double[][] turned = new double[m[0].length][m.length];
        for (int i = 0; i < m.length; i++) {
            for (int j = 0; j < m[0].length; j++) {
                turned[j][i] = m[i][j];
            }
        }
        return turned;
    }

    private static double[][] product(double[][] x, double[][] y) {
        double[][] product = new double[x.length][y[0].length];
        for (int i = 0; i < x.length; i++) {
            for (int k = 0; k < y.length; k++) {
                for (int j = 0; j < y[0].length; j++) {
                    product[i][j] += x[i][k] * y[k][j];
                }
            }
        }
        return product;
    }

    /**
     * How many roundings a term of the result meets at most, where {@code channels} are summed: one in the filter's transform, which
     * is computed finely and rounded once; in each pass of the other two transforms as many as its longest row has terms; and
     * one for each channel.
     */
    public double roundings(long channels) {
        return 1 + 2.0 * longest(input) + channels + 2.0 * longest(output);
    }

    private static int longest(double[][] matrix) {
        int longest = 0;
        for (double[] row : matrix) {
            int terms = 0;
            for (double x : row) {
                terms += x == 0 ? 0 : 1;
            }
            longest = Math.max(longest, terms);
        }
        return longest;
    }

    /**
     * How much larger than in Σ |x| · |w| the terms become in which rounding errors arise: the largest element of
     * |Aᵀ| [ (|G| 1 |Gᵀ|) ⊙ (|Bᵀ| 1 |B|) ] |A| over the 9 terms of a plain sum, all numbers being of one size.
     */
    public double amplification() {
        double most = 0;
        double[] perProduct = new double[inputs()];
        for (int xi = 0; xi < inputs(); xi++) {
            perProduct[xi] = sum(filter[xi]) * sum(input[xi]);
        }
        for (double[] row : output) {
            double total = 0;
            for (int xi = 0; xi < inputs(); xi++) {
                total += Math.abs(row[xi]) * perProduct[xi];
            }
            most = Math.max(most, total / TAPS);
        }
        return most * most;
    }

    private static double sum(double[] row) {
        double sum = 0;
        for (double x : row) {
            sum += Math.abs(x);
        }
        return sum;
    }

    /** Whether a contraction is a convolution that this computes: 3 × 3, stride 1, no dilation, one group, two axes. */
    public static boolean fits(Step.Contract step) {
        Loops loops = step.loops();
        return loops.extent(LoopDim.FILTER_ROW) == TAPS
                && loops.extent(LoopDim.FILTER_COL) == TAPS
                && loops.extent(LoopDim.GROUP) == 1
                && loops.list().stream().allMatch(loop -> loop.extent() == 1 || LOOPS.contains(loop.dim()))
                && slides(step.left(), LoopDim.OUT_ROW, LoopDim.FILTER_ROW)
                && slides(step.left(), LoopDim.OUT_COL, LoopDim.FILTER_COL)
                && !step.right().movesWith(LoopDim.OUT_ROW)
                && !step.right().movesWith(LoopDim.OUT_COL)
                && !step.out().movesWith(LoopDim.FILTER_ROW)
                && !step.out().movesWith(LoopDim.FILTER_COL);
    }

    private static final List<LoopDim> LOOPS = List.of(
            LoopDim.BATCH,
            LoopDim.OUT_CHANNEL,
            LoopDim.IN_CHANNEL,
            LoopDim.OUT_ROW,
            LoopDim.OUT_COL,
            LoopDim.FILTER_ROW,
            LoopDim.FILTER_COL);

    private static boolean slides(View view, LoopDim output, LoopDim tap) {
        return axis(view, tap) >= 0
                && view.axes().get(axis(view, tap)) instanceof Axis.Affine(int _, List<Axis.Term> terms)
                && terms.stream().allMatch(term -> term.coefficient() == 1)
                && terms.stream().anyMatch(term -> term.dim() == output)
                && view.axes().stream().filter(axis -> axis.movesWith(tap)).count() == 1
                && view.axes().stream().filter(axis -> axis.movesWith(output)).count() == 1;
    }

    /** The axis of a view that a loop moves; −1 where none. */
    public static int axis(View view, LoopDim loop) {
        for (int axis = 0; axis < view.axes().size(); axis++) {
            if (view.axes().get(axis).movesWith(loop)) {
                return axis;
            }
        }
        return -1;
    }
}
