package dev.toeplitz.graph.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toeplitz.terms.DataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoundingTest {
    /** What single precision holds is rounded once by Java's own conversion; every 977th of all patterns. */
    @Test
    void halfPrecisionIsJavasOwn() {
        for (long bits = Integer.MIN_VALUE; bits <= Integer.MAX_VALUE; bits += 977) {
            float value = Float.intBitsToFloat((int) bits);
            double expected = Float.float16ToFloat(Float.floatToFloat16(value));
            double found = Rounding.to(DataType.FLOAT16, value);
            if (Double.compare(found, expected) != 0) {
                assertThat(found).as("%a", value).isEqualTo(expected);
            }
        }
    }

    @Test
    void whatATypeHoldsStaysAsItIs() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            double half = Float.float16ToFloat((short) bits);
            double brain = Float.intBitsToFloat(bits << 16);
            assertThat(Double.compare(Rounding.to(DataType.FLOAT16, half), half))
                    .isZero();
            assertThat(Double.compare(Rounding.to(DataType.BFLOAT16, brain), brain))
                    .isZero();
        }
    }

    @ParameterizedTest(name = "{1} as {0} is {2}")
    @CsvSource({
        "FLOAT16, 0x1.002p0, 0x1.0p0", // a tie goes to even
        "FLOAT16, 0x1.0020000001p0, 0x1.004p0", // just above it: by way of single precision it would be a tie again
        "FLOAT16, 65519.99, 65504",
        "FLOAT16, 65520, Infinity",
        "FLOAT16, 0x1p-25, 0",
        "FLOAT16, 0x1.8p-25, 0x1p-24",
        "BFLOAT16, 0x1.01p0, 0x1.0p0",
        "BFLOAT16, 0x1.03p0, 0x1.04p0",
        "BFLOAT16, -3.5e38, -Infinity",
        "FLOAT32, 0x1.000001p0, 0x1.0p0",
        "FLOAT64, 0.1, 0.1",
        "INT32, 7, 7"
    })
    void eachTypeHasItsOwnNumbers(DataType type, double value, double rounded) {
        assertThat(Rounding.to(type, value)).isEqualTo(rounded);
        TensorType one = new TensorType(type, Shape.of(1));
        assertThat(Rounding.to(one, new double[] {value}).at(0)).isEqualTo(rounded);
    }
}
