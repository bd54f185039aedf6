package dev.toeplitz.sim.cycle;

import dev.toeplitz.hw.Dataflow;
import dev.toeplitz.hw.PeArray;

/**
 * A systolic array stepped cycle by cycle. In each cycle every PE reads the registers that its neighbours held at the
 * end of the cycle before, multiplies, adds and latches; operands enter at the left and top edges, skewed by one cycle a
 * row or column. Source: Kung and Leiserson 1978; the fold counting is SCALE-Sim's (Samajdar et al. 2020).
 */
public final class CycleArray {
    private final int rows;
    private final int cols;
    private final Dataflow dataflow;
    private long cycles;

    /**
     * What came out, and after how many cycles.
     *
     * @param product M × N
     */
    public record Run(double[][] product, long cycles) {}

    private CycleArray(PeArray array) {
        rows = array.rows();
        cols = array.cols();
        dataflow = array.dataflow();
    }

    /** Multiplies an M × K input by a K × N weight on an array without shadow registers. */
    public static Run multiply(PeArray array, double[][] input, double[][] weight) {
        CycleArray cycleArray = new CycleArray(array);
        double[][] product = cycleArray.multiply(input, weight);
        return new Run(product, cycleArray.cycles);
    }

    private double[][] multiply(double[][] input, double[][] weight) {
        return switch (dataflow.stationary()) {
            case OUTPUT -> outputStationary(input, weight);
            case WEIGHT -> operandStationary(input, weight);
            // The transposed product with the roles exchanged: (Wᵀ · Xᵀ)ᵀ.
            case INPUT -> transposed(operandStationary(transposed(weight), transposed(input)));
        };
    }

    private double[][] outputStationary(double[][] input, double[][] weight) {
        double[][] product = new double[input.length][weight[0].length];
        for (int m = 0; m < product.length; m += rows) {
            for (int n = 0; n < product[0].length; n += cols) {
                foldOfOutputs(input, weight, product, m, n);
            }
        }
        return product;
    }

    /** PE (r, c) gathers product element (m + r, n + c); inputs move right, weights move down. */
    private void foldOfOutputs(double[][] input, double[][] weight, double[][] product, int m, int n) {
        double[][] across = new double[rows][cols];
        double[][] down = new double[rows][cols];
        double[][] sums = new double[rows][cols];
        int depth = weight.length;
        int last = depth + rows + cols - 2;
        for (int cycle = 0; cycle < last; cycle++) {
            // From the far corner back, so that each PE still sees its neighbours' registers of the cycle before.
            for (int r = rows - 1; r >= 0; r--) {
                for (int c = cols - 1; c >= 0; c--) {
                    across[r][c] = c > 0 ? across[r][c - 1] : element(input, m + r, cycle - r);
                    down[r][c] = r > 0 ? down[r - 1][c] : element(weight, cycle - c, n + c);
                    sums[r][c] += across[r][c] * down[r][c];
                }
            }
            cycles++;
        }
        for (int r = 0; r < Math.min(rows, product.length - m); r++) {
            System.arraycopy(sums[r], 0, product[m + r], n, Math.min(cols, product[0].length - n));
        }
    }

    private double[][] operandStationary(double[][] streaming, double[][] stationary) {
        double[][] product = new double[streaming.length][stationary[0].length];
        for (int k = 0; k < stationary.length; k += rows) {
            for (int n = 0; n < stationary[0].length; n += cols) {
                double[][] held = ploading(stationary, k, n);
                foldOfPartialSums(streaming, held, product, k, n);
            }
        }
        return product;
    }

    /** Shifts a block in from the top, the last row first, one row a cycle. */
    private double[][] ploading(double[][] stationary, int k, int n) {
        double[][] held = new double[rows][cols];
        for (int cycle = 0; cycle < rows; cycle++) {
            for (int r = rows - 1; r > 0; r--) {
                System.arraycopy(held[r - 1], 0, held[r], 0, cols);
            }
            for (int c = 0; c < cols; c++) {
                held[0][c] = element(stationary, k + rows - 1 - cycle, n + c);
            }
            cycles++;
        }
        return held;
    }

    /** The streaming operand moves right, partial sums move down and leave at the bottom, where they are added up. */
    private void foldOfPartialSums(double[][] streaming, double[][] held, double[][] product, int k, int n) {
        double[][] across = new double[rows][cols];
        double[][] sums = new double[rows][cols];
        int steps = streaming.length;
        int last = steps + rows + cols - 2;
        for (int cycle = 0; cycle < last; cycle++) {
            for (int r = rows - 1; r >= 0; r--) {
                for (int c = cols - 1; c >= 0; c--) {
                    across[r][c] = c > 0 ? across[r][c - 1] : element(streaming, cycle - r, k + r);
                    sums[r][c] = (r > 0 ? sums[r - 1][c] : 0) + across[r][c] * held[r][c];
                }
            }
            collect(sums[rows - 1], cycle, product, n);
            cycles++;
        }
    }

    /** Column c's sum of this cycle belongs to step cycle − (rows − 1) − c. */
    private void collect(double[] bottom, int cycle, double[][] product, int n) {
        for (int c = 0; c < Math.min(cols, product[0].length - n); c++) {
            int step = cycle - (rows - 1) - c;
            if (step >= 0 && step < product.length) {
                product[step][n + c] += bottom[c];
            }
        }
    }

    /** Zero outside: bubbles enter where a matrix has no element. */
    private static double element(double[][] matrix, int row, int col) {
        return row >= 0 && row < matrix.length && col >= 0 && col < matrix[0].length ? matrix[row][col] : 0;
    }

    private static double[][] transposed(double[][] matrix) {
        double[][] result = new double[matrix[0].length][matrix.length];
        for (int row = 0; row < matrix.length; row++) {
            for (int col = 0; col < matrix[0].length; col++) {
                result[col][row] = matrix[row][col];
            }
        }
        return result;
    }
}
