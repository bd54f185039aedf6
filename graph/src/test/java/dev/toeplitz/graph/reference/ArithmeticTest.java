package dev.toeplitz.graph.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.toeplitz.graph.step.Scalar.BinaryOp;
import dev.toeplitz.graph.step.Scalar.UnaryOp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArithmeticTest {
    @ParameterizedTest(name = "erf({0}) is {1}")
    @CsvSource({
        "0, 0",
        "0.5, 0.5204998778130465",
        "1, 0.8427007929497149",
        "2, 0.9953222650189527",
        "-1, -0.8427007929497149",
        "3.5, 0.9999992569016276",
        "7, 1",
        "1e-10, 1.1283791670955126e-10"
    })
    void erfAgreesWithTables(double x, double erf) {
        assertThat(Arithmetic.apply(UnaryOp.ERF, x)).isCloseTo(erf, within(4 * Math.ulp(erf)));
    }

    @ParameterizedTest
    @CsvSource({"1e-9", "0.3", "1", "12", "1e9"})
    void areaFunctionsInvertHyperbolicOnes(double x) {
        assertThat(Math.sinh(Arithmetic.apply(UnaryOp.ASINH, x))).isCloseTo(x, within(x * 1e-13));
        assertThat(Arithmetic.apply(UnaryOp.ASINH, -x)).isEqualTo(-Arithmetic.apply(UnaryOp.ASINH, x));
        assertThat(Math.cosh(Arithmetic.apply(UnaryOp.ACOSH, 1 + x))).isCloseTo(1 + x, within((1 + x) * 1e-13));
        double part = x / (1 + x);
        assertThat(Math.tanh(Arithmetic.apply(UnaryOp.ATANH, part))).isCloseTo(part, within(part * 1e-13));
    }

    @Test
    void remainderHasTheDividendsSignAndModuloTheDivisors() {
        assertThat(Arithmetic.apply(BinaryOp.REMAINDER, -7, 3)).isEqualTo(-1);
        assertThat(Arithmetic.apply(BinaryOp.MODULO, -7, 3)).isEqualTo(2);
        assertThat(Arithmetic.apply(BinaryOp.MODULO, 7, -3)).isEqualTo(-2);
        assertThat(Arithmetic.apply(BinaryOp.MODULO, -6, 3)).isZero();
    }

    @Test
    void roundsHalvesToEvenAndTruncatesTowardsZero() {
        assertThat(Arithmetic.apply(UnaryOp.ROUND, 2.5)).isEqualTo(2);
        assertThat(Arithmetic.apply(UnaryOp.ROUND, -3.5)).isEqualTo(-4);
        assertThat(Arithmetic.apply(UnaryOp.TRUNCATE, -1.7)).isEqualTo(-1);
    }

    @Test
    void truthIsAnythingButZero() {
        assertThat(Arithmetic.apply(UnaryOp.NOT, 3)).isZero();
        assertThat(Arithmetic.apply(BinaryOp.AND, 3, -2)).isEqualTo(1);
        assertThat(Arithmetic.apply(BinaryOp.XOR, 3, -2)).isZero();
        assertThat(Arithmetic.apply(BinaryOp.EQUAL, Double.NaN, Double.NaN)).isZero();
    }
}
