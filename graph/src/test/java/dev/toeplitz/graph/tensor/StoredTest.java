package dev.toeplitz.graph.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toeplitz.terms.DataType;
import dev.toeplitz.terms.InputException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Weights that stay in their file are the same numbers as in memory, however they are read. */
class StoredTest {
    private static final int HEAD = 3;
    private static final int COUNT = 50_000;

    @TempDir
    private Path folder;

    private Path file;
    private float[] numbers;
    private Tensor stored;

    @BeforeEach
    void store() throws IOException {
        Random random = new Random(1);
        numbers = new float[COUNT];
        ByteBuffer bytes = ByteBuffer.allocate(HEAD + COUNT * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.position(HEAD);
        for (int i = 0; i < COUNT; i++) {
            numbers[i] = (float) random.nextGaussian();
            bytes.putFloat(numbers[i]);
        }
        file = Files.write(folder.resolve("weights"), bytes.array());
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        stored = new Tensor.Stored(TensorType.float32(COUNT / 10, 10), new FileFloats(channel, HEAD, COUNT));
    }

    @Test
    void everyWayToReadThemGivesTheSameNumbers() {
        assertThat(stored.toFloats()).isEqualTo(numbers);
        assertThat(stored.loaded()).isInstanceOf(Tensor.Floats.class);
        assertThat(stored.loaded().toFloats()).isEqualTo(numbers);
        try (Arena arena = Arena.ofConfined()) {
            assertThat(stored.floats(arena)).isEqualTo(FloatBuffer.wrap(numbers));
            assertThat(stored.floats(7, 20_000, arena)).isEqualTo(FloatBuffer.wrap(numbers, 7, 20_000));
        }
        Random random = new Random(2);
        for (int i = 0; i < 1_000; i++) {
            int index = i == 0 ? COUNT - 1 : random.nextInt(COUNT);
            assertThat(stored.at(index)).isEqualTo(numbers[index]);
        }
    }

    @Test
    void scaledOnesAreScaledHoweverTheyAreRead() {
        double[] factors = {0.1, 3, -1.0 / 3};
        Tensor scaled = new Tensor.Scaled(stored.type(), stored, factors, 10);
        Tensor inMemory = new Tensor.Scaled(stored.type(), new Tensor.Floats(stored.type(), numbers), factors, 10);
        assertThat(scaled.toFloats()).isEqualTo(inMemory.toFloats());
        try (Arena arena = Arena.ofConfined()) {
            assertThat(scaled.floats(arena)).isEqualTo(FloatBuffer.wrap(inMemory.toFloats()));
        }
    }

    @Test
    void doublesAreRoundedToSinglesAndScaledFromDoubles() {
        TensorType type = new TensorType(DataType.FLOAT64, Shape.of(3));
        Tensor scaled = new Tensor.Scaled(TensorType.float32(3), Tensor.of(type, 0.1, 0.2, 0.3), new double[] {3}, 3);
        try (Arena arena = Arena.ofConfined()) {
            assertThat(scaled.floats(arena)).isEqualTo(FloatBuffer.wrap(scaled.toFloats()));
        }
    }

    @Test
    void aFileThatTookItsNameChangesNothing() throws IOException {
        Path other = Files.write(folder.resolve("other"), new byte[100]);
        Files.move(other, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThat(stored.toFloats()).isEqualTo(numbers);
    }

    @Test
    void aFileThatWasCutShortIsToldAndNotReadAsZeros() throws IOException {
        Files.write(file, new byte[HEAD + 100]);
        assertThatThrownBy(stored::toFloats)
                .isInstanceOf(InputException.class)
                .hasMessageContaining("it has become shorter since it was opened");
        assertThatThrownBy(() -> stored.at(COUNT - 1)).isInstanceOf(InputException.class);
    }
}
