package dev.toeplitz.runtime.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.runtime.plan.Packing.Digit;
import java.nio.FloatBuffer;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Weights [group, output, input, row, col] in pairs along [col, input]: each element where it belongs, and 0 where a pair or panel ends. */
class PackingTogetherTest {
    @Property(tries = 300)
    void everyElementIsWhereTheKernelReadsIt(
            @ForAll @IntRange(min = 1, max = 3) int groups,
            @ForAll @IntRange(min = 1, max = 9) int outputs,
            @ForAll @IntRange(min = 1, max = 5) int inputs,
            @ForAll @IntRange(min = 1, max = 3) int rows,
            @ForAll @IntRange(min = 1, max = 3) int cols,
            @ForAll @IntRange(min = 1, max = 4) int width) {
        int taps = rows * cols;
        int volume = inputs * taps;
        float[] values = new float[groups * outputs * volume];
        for (int i = 0; i < values.length; i++) {
            values[i] = i + 1;
        }
        Packing packing = new Packing(
                0,
                List.of(new Digit(groups, outputs * volume)),
                new Digit(outputs, volume),
                List.of(new Digit(rows, cols)),
                List.of(new Digit(cols, 1), new Digit(inputs, taps)),
                2,
                width);
        FloatBuffer packed = FloatBuffer.allocate((int) packing.elements());

        packing.pack(new Tensor.Floats(TensorType.float32(values.length), values), packed);

        int points = cols * inputs;
        int pairs = (points + 1) / 2;
        assertThat(packed.position()).isEqualTo(packed.capacity());
        for (int at = 0; at < packed.capacity(); at++) {
            int point = at / 2 / width % pairs * 2 + at % 2;
            int row = at / 2 / width / pairs % rows;
            int panels = (outputs + width - 1) / width;
            int panel = at / 2 / width / pairs / rows % panels;
            int group = at / 2 / width / pairs / rows / panels;
            int output = panel * width + at / 2 % width;
            int position = (group * outputs + output) * volume + point % inputs * taps + row * cols + point / inputs;
            assertThat(packed.get(at)).isEqualTo(output < outputs && point < points ? values[position] : 0);
        }
    }
}
