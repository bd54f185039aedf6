package dev.toeplitz.graph.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toeplitz.terms.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A damaged file either still is a model or is refused in one line; nothing else may come out. */
class MutatedFileTest {
    private static final int MOST_CHARACTERS = 2000;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"mnist, 400", "light_squeezenet, 400", "light_shufflenet, 150"})
    void givesAGraphOrOneClearMessage(String name, int mutants) throws IOException {
        byte[] whole = Files.readAllBytes(Shared.path("models/" + name + ".onnx"));
        for (long seed = 0; seed < mutants; seed++) {
            byte[] mutant = mutate(whole, new Random(seed));
            Path file = Files.write(directory.resolve("mutant.onnx"), mutant);
            try {
                OnnxFile.read(file, ImportOptions.NONE);
            } catch (InputException e) {
                assertThat(e.getMessage())
                        .as("seed %d", seed)
                        .hasSizeLessThan(MOST_CHARACTERS)
                        .doesNotContain("\n");
            } catch (RuntimeException e) {
                throw new AssertionError("seed %d of %s".formatted(seed, name), e);
            }
        }
    }

    /** One to four bytes changed. */
    private static byte[] mutate(byte[] whole, Random random) {
        byte[] mutant = whole.clone();
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            mutant[random.nextInt(mutant.length)] = (byte) random.nextInt();
        }
        return mutant;
    }
}
