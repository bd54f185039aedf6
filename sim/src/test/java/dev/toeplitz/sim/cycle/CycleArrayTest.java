package dev.toeplitz.sim.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toeplitz.graph.work.MatrixWork;
import dev.toeplitz.hw.Dataflow;
import dev.toeplitz.hw.PeArray;
import dev.toeplitz.sim.analytic.ArrayStage;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class CycleArrayTest {
    @Property(tries = 600)
    void theClosedFormAgreesCycleForCycleAndTheProductValueForValue(
            @ForAll @IntRange(min = 1, max = 40) int m,
            @ForAll @IntRange(min = 1, max = 40) int n,
            @ForAll @IntRange(min = 1, max = 40) int k,
            @ForAll @IntRange(min = 1, max = 12) int rows,
            @ForAll @IntRange(min = 1, max = 12) int cols,
            @ForAll @IntRange(max = 2) int dataflow,
            @ForAll long seed) {
        PeArray array = new PeArray(rows, cols, 1, Dataflow.NAMED.get(dataflow), false);
        // Small integers, so that any order of summation gives the same double.
        double[][] input = integers(m, k, new Random(seed));
        double[][] weight = integers(k, n, new Random(seed + 1));

        CycleArray.Run run = CycleArray.multiply(array, input, weight);

        assertThat(run.cycles())
                .isEqualTo(
                        ArrayStage.time(MatrixWork.product(1, m, n, k), array).cycles());
        assertThat(run.product()).isDeepEqualTo(product(input, weight));
    }

    private static double[][] integers(int rows, int cols, Random random) {
        double[][] matrix = new double[rows][cols];
        for (double[] row : matrix) {
            for (int col = 0; col < cols; col++) {
                row[col] = random.nextInt(-9, 10);
            }
        }
        return matrix;
    }

    private static double[][] product(double[][] a, double[][] b) {
        double[][] product = new double[a.length][b[0].length];
        for (int row = 0; row < a.length; row++) {
            for (int col = 0; col < b[0].length; col++) {
                for (int k = 0; k < b.length; k++) {
                    product[row][col] += a[row][k] * b[k][col];
                }
            }
        }
        return product;
    }
}
