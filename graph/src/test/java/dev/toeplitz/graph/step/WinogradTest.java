package dev.toeplitz.graph.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class WinogradTest {
    @ParameterizedTest
    @EnumSource(Winograd.class)
    void theThreeTransformsMakeAConvolution(Winograd form) {
        Random random = new Random(1);
        double[][] patch = random(form.inputs(), random);
        double[][] filter = random(Winograd.TAPS, random);
        double[][] d = Winograd.both(form.input(), patch);
        double[][] g = Winograd.both(form.filter(), filter);
        for (int i = 0; i < form.inputs(); i++) {
            for (int j = 0; j < form.inputs(); j++) {
                d[i][j] *= g[i][j];
            }
        }
        double[][] y = Winograd.both(form.output(), d);
        for (int row = 0; row < form.outputs(); row++) {
            for (int col = 0; col < form.outputs(); col++) {
                assertThat(y[row][col]).isCloseTo(plain(patch, filter, row, col), within(1e-13));
            }
        }
    }

    private static double[][] random(int extent, Random random) {
        double[][] matrix = new double[extent][extent];
        for (double[] row : matrix) {
            for (int i = 0; i < extent; i++) {
                row[i] = random.nextDouble() - 0.5;
            }
        }
        return matrix;
    }

    private static double plain(double[][] patch, double[][] filter, int row, int col) {
        double sum = 0;
        for (int r = 0; r < Winograd.TAPS; r++) {
            for (int s = 0; s < Winograd.TAPS; s++) {
                sum += patch[row + r][col + s] * filter[r][s];
            }
        }
        return sum;
    }

    /**
     * By hand, along one axis. Tiles of 2: row (0, 1, −1, −1) of Aᵀ has products of 1.5 · 2, 1.5 · 2 and 1 · 2, 8 over 3 taps. Tiles of 4:
     * row (0, 1, −1, 8, −8, 1) has 0.5 · 10 twice, 8 · 7/24 · 6 twice and 1 · 10, 48 over 3 taps.
     */
    @ParameterizedTest
    @CsvSource({"TWO, 2.6666666666666667", "FOUR, 16"})
    void theAmplificationIsThatOfTheWorstOutput(Winograd form, double alongAnAxis) {
        assertThat(form.amplification()).isCloseTo(alongAnAxis * alongAnAxis, within(1e-9));
    }

    /** Rows of 2 and 3 terms, twice each, in tiles of 2; of 4 and 5 in tiles of 4; the filter's rounding; the channels. */
    @ParameterizedTest
    @CsvSource({"TWO, 111", "FOUR, 119"})
    void roundingsAreThoseOfTheLongestRows(Winograd form, double roundings) {
        assertThat(form.roundings(100)).isEqualTo(roundings);
    }
}
