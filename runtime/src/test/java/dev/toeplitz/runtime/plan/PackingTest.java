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

/** Weights [group, output, input, row, col] packed in any order, filters read backwards or not: each element where it belongs. */
class PackingTest {
    @Property(tries = 300)
    void everyElementIsWhereTheKernelReadsIt(
            @ForAll @IntRange(min = 1, max = 3) int groups,
            @ForAll @IntRange(min = 1, max = 9) int outputs,
            @ForAll @IntRange(min = 1, max = 5) int inputs,
            @ForAll @IntRange(min = 1, max = 3) int taps,
            @ForAll @IntRange(min = 1, max = 4) int width,
            @ForAll boolean outputsInnermost,
            @ForAll boolean turned) {
        int volume = inputs * taps;
        int outputStride = outputsInnermost ? 1 : volume;
        int tapStride = outputsInnermost ? outputs : 1;
        int inputStride = tapStride * taps;
        float[] values = new float[groups * outputs * volume];
        for (int i = 0; i < values.length; i++) {
            values[i] = i + 1;
        }
        Packing packing = new Packing(
                turned ? (taps - 1) * tapStride : 0,
                List.of(new Digit(groups, outputs * volume)),
                new Digit(outputs, outputStride),
                List.of(new Digit(inputs, inputStride), new Digit(taps, turned ? -tapStride : tapStride)),
                width);
        FloatBuffer packed = FloatBuffer.allocate((int) packing.elements());

        packing.pack(new Tensor.Floats(TensorType.float32(values.length), values), packed);

        int at = 0;
        for (int group = 0; group < groups; group++) {
            for (int panel = 0; panel < Math.ceilDiv(outputs, width); panel++) {
                for (int input = 0; input < inputs; input++) {
                    for (int tap = 0; tap < taps; tap++) {
                        for (int lane = 0; lane < width; lane++, at++) {
                            int output = panel * width + lane;
                            int position = group * outputs * volume
                                    + output * outputStride
                                    + input * inputStride
                                    + (turned ? taps - 1 - tap : tap) * tapStride;
                            assertThat(packed.get(at)).isEqualTo(output < outputs ? values[position] : 0);
                        }
                    }
                }
            }
        }
        assertThat(at).isEqualTo(packed.capacity());
    }

    /** Along [col, input]: 0 where a row or panel ends. */
    @Property(tries = 300)
    void rowsOfSeveralPointsHaveThemSideBySide(
            @ForAll @IntRange(min = 1, max = 3) int groups,
            @ForAll @IntRange(min = 1, max = 9) int outputs,
            @ForAll @IntRange(min = 1, max = 5) int inputs,
            @ForAll @IntRange(min = 1, max = 3) int rows,
            @ForAll @IntRange(min = 1, max = 3) int cols,
            @ForAll @IntRange(min = 1, max = 4) int width,
            @ForAll @IntRange(min = 1, max = 3) int together) {
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
                together,
                width);
        FloatBuffer packed = FloatBuffer.allocate((int) packing.elements());

        packing.pack(new Tensor.Floats(TensorType.float32(values.length), values), packed);

        int points = cols * inputs;
        int rest = Math.ceilDiv(points, together);
        int panels = Math.ceilDiv(outputs, width);
        assertThat(packed.position()).isEqualTo(packed.capacity());
        for (int at = 0; at < packed.capacity(); at++) {
            int line = at / together / width;
            int point = line % rest * together + at % together;
            int row = line / rest % rows;
            int panel = line / rest / rows % panels;
            int group = line / rest / rows / panels;
            int output = panel * width + at / together % width;
            int position = (group * outputs + output) * volume + point % inputs * taps + row * cols + point / inputs;
            assertThat(packed.get(at)).isEqualTo(output < outputs && point < points ? values[position] : 0);
        }
    }
}
