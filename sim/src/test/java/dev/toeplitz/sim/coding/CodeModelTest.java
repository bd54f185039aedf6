package dev.toeplitz.sim.coding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.onnx.ImportOptions;
import dev.toeplitz.graph.onnx.OnnxFile;
import dev.toeplitz.graph.onnx.Shared;
import dev.toeplitz.graph.op.Relu;
import dev.toeplitz.graph.reference.Reference;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.hw.Code;
import dev.toeplitz.terms.InputException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import javax.imageio.ImageIO;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The bits that are expected of a code, against coders that code real numbers. */
class CodeModelTest {
    /** JSSC 52(1) 2017: runs of 5 bits, values of 16, three pairs and a flag in 64 bits. */
    private static final Code.RunLength EYERISS = new Code.RunLength(5, 3, 64);

    private static long kept(float[] values) {
        long kept = 0;
        for (float value : values) {
            kept += value != 0 ? 1 : 0;
        }
        return kept;
    }

    private static Stored model(Code code, float[] values, int bits) {
        return CodeModel.of(code, new Content(kept(values) / (double) values.length), values.length, bits);
    }

    @ParameterizedTest(name = "runs of {0} bits, density {1}")
    @CsvSource({
        "1, 0.9", "1, 0.5", "2, 0.3", "3, 0.2", "4, 0.33", "4, 0.2", "4, 0.05", "4, 0.01", "5, 0.61", "5, 0.2",
        "5, 0.02"
    })
    @DisplayName("B12: zeros anywhere: as many pairs as a real coder needs")
    void pairsOfIndependentZeros(int runBits, double density) {
        Code.RunLength code = new Code.RunLength(runBits);
        Random random = new Random(5);
        float[] values = new float[200_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextDouble() < density ? 1 + i : 0;
        }
        long kept = kept(values);
        long real = new RealCoder(code).pairs(values);
        long expected = CodeModel.pairs(code, values.length, kept);
        // Only zeros that are coded as values are left to chance: after one the next comes with the probability of a
        // long run.
        double again = Math.pow(1 - density, code.longestRun() + 1);
        double deviation = Math.sqrt((expected - kept + 1) * (1 + again) / (1 - again));
        assertThat((double) expected).isCloseTo(real, within(2 + 4 * deviation));
    }

    @Property(tries = 300)
    void aRealCoderIsBetweenTheBoundsWhereverTheZerosLie(
            @ForAll @IntRange(min = 1, max = 4) int runBits,
            @ForAll @IntRange(min = 0, max = 100) int percent,
            @ForAll @IntRange(min = 1, max = 60) int stretch,
            @ForAll long seed) {
        Random random = new Random(seed);
        float[] values = new float[500];
        for (int i = 0; i < values.length; ) {
            boolean zero = random.nextInt(100) < percent;
            for (int end = Math.min(values.length, i + 1 + random.nextInt(stretch)); i < end; i++) {
                values[i] = zero ? 0 : 1;
            }
        }
        Code.RunLength code = new Code.RunLength(runBits);
        long kept = kept(values);
        assertThat(new RealCoder(code).pairs(values))
                .isBetween(kept, new RealCoder(code).mostPairs(values.length, kept));
        assertThat(CodeModel.pairs(code, values.length, kept))
                .isBetween(kept, new RealCoder(code).mostPairs(values.length, kept));
    }

    @Test
    void wordsHoldWholePairs() {
        float[] values = {0, 0, 7, 1, 0, 2, 0, 0, 0, 0, 3};
        assertThat(new RealCoder(EYERISS).bits(values, 16)).as("four pairs").isEqualTo(2 * 64);
        assertThat(model(EYERISS, values, 16).bits()).isEqualTo(2 * 64);
        assertThat(model(EYERISS, values, 16).payloadBits()).isEqualTo(4 * 16);
        assertThat(model(EYERISS, values, 16).indexBits()).isEqualTo(2 * 64 - 4 * 16);
    }

    @Test
    void oneBitForEachElementOrEachElementAtItsOwnWidth() {
        float[] values = {0, 5, 0, 0, 6, 0, 0, 0, 0, 0};
        Stored bitmap = model(new Code.Bitmap(), values, 8);
        assertThat(bitmap.payloadBits()).isEqualTo(2 * 8);
        assertThat(bitmap.indexBits()).isEqualTo(10);
        Stored narrow = CodeModel.of(new Code.Packed(), new Content(0.2, OptionalInt.of(6)), 10, 32);
        assertThat(narrow).isEqualTo(new Stored(narrow.content(), 320, 60, 0));
        assertThat(narrow.ratio()).isCloseTo(320 / 60.0, within(1e-12));
    }

    /** Where zeros end, and where there is nothing else. */
    @ParameterizedTest
    @ValueSource(ints = {1, 31, 32, 33, 64, 1000})
    void nothingButZerosAndNothingButValues(int elements) {
        float[] zeros = new float[elements];
        assertThat(CodeModel.pairs(EYERISS, elements, 0))
                .isBetween(new RealCoder(EYERISS).pairs(zeros), new RealCoder(EYERISS).pairs(zeros) + 1);
        assertThat(CodeModel.pairs(EYERISS, elements, elements)).isEqualTo(elements);
    }

    @Test
    @DisplayName("B13: maps of a trained digit classifier before and after ReLU, against a coder that codes them")
    void mapsOfATrainedNetwork() throws IOException {
        Graph graph = OnnxFile.read(Shared.path("models/mnist.onnx"), ImportOptions.NONE);
        for (int digit : new int[] {3, 7}) {
            List<float[]> before = new ArrayList<>();
            List<float[]> after = new ArrayList<>();
            Reference.walk(
                    graph,
                    Map.of(graph.inputs().getFirst(), picture(graph.inputs().getFirst(), digit)),
                    (node, in, out) -> {
                        if (node.operator() instanceof Relu) {
                            before.add(in.getFirst().toFloats());
                            after.add(out.getFirst().toFloats());
                        }
                    });
            assertThat(after).hasSize(2);
            for (int i = 0; i < after.size(); i++) {
                long real = new RealCoder(EYERISS).bits(after.get(i), 16);
                double dense = 16.0 * after.get(i).length;
                assertThat(model(EYERISS, after.get(i), 16).bits() / dense)
                        .as("digit %d, map %d", digit, i)
                        .isCloseTo(real / dense, within(0.02));
                assertThat(real).isLessThan(new RealCoder(EYERISS).bits(before.get(i), 16));
            }
        }
    }

    private static Tensor picture(Value input, int digit) throws IOException {
        BufferedImage picture =
                ImageIO.read(Shared.path("models/digit-%d.jpg".formatted(digit)).toFile());
        double[] values = new double[28 * 28];
        for (int i = 0; i < values.length; i++) {
            values[i] = picture.getRaster().getSample(i % 28, i / 28, 0);
        }
        return Tensor.of(input.type(), values);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> CodeModel.of(EYERISS, new Content(0.5), 100, 32))
                .isInstanceOf(InputException.class)
                .hasMessage(
                        "3 pairs of 5 and 32 bits; expected at most the 64 bits of a word; give fewer pairs or longer"
                                + " words under `compression`");
        assertThatThrownBy(() -> CodeModel.of(EYERISS, new Content(0.5, OptionalInt.of(12)), 100, 8))
                .hasMessageContaining("12 bits of an element; expected at most the 8 of the machine's operand");
        assertThatThrownBy(() -> new Content(1.5)).hasMessageContaining("density is 1.5; expected 0 to 1");
        assertThatThrownBy(() -> new Content(0.5, OptionalInt.of(0))).hasMessageContaining("bits is 0");
    }
}
