package dev.toeplitz.hw.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toeplitz.terms.InputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is found by name or by file, and what is said of a file that cannot be read. */
class AcceleratorsTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"copy.yaml", "copy.yml", "copy"})
    void aFileIsReadWhateverItsEnding(String name) throws IOException {
        Path copy = Files.writeString(directory.resolve(name), Accelerators.text("tpu-v1"));
        assertThat(Accelerators.load(copy.toString())).isEqualTo(Accelerators.load("tpu-v1"));
    }

    @Test
    void anUnknownPresetGetsTheNearestName() {
        assertThatThrownBy(() -> Accelerators.load("tpuv1"))
                .isInstanceOf(InputException.class)
                .hasMessage("'tpuv1' is no accelerator; expected one of %s; did you mean 'tpu-v1'?"
                        .formatted(String.join(", ", Accelerators.presets())));
    }

    @Test
    void theTextOfAnUnknownPresetIsRefusedToo() {
        assertThatThrownBy(() -> Accelerators.text("tpu-v11"))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("'tpu-v11' is no accelerator");
    }

    @Test
    void aMissingFileIsSaidToBeMissing() {
        assertRefused(
                directory.resolve("none.yaml"),
                "there is no such file; expected a YAML file, or a name of `toeplitz hw`; check the path");
    }

    @Test
    void aDirectoryIsSaidToBeOne() {
        assertRefused(directory, "this is a directory; expected a YAML file; name a file in it");
    }

    @Test
    void aFileThatIsNoTextIsRefused() throws IOException {
        Path binary = directory.resolve("picture.yaml");
        Files.write(binary, new byte[] {(byte) 0xff, (byte) 0xd8, 0, 1});
        assertRefused(binary, "the file is not text; expected YAML in UTF-8; give an accelerator's description");
    }

    @Test
    void aFileWithControlCharactersIsRefused() throws IOException {
        Path binary = Files.write(directory.resolve("zero.yaml"), new byte[] {'a', 0, 1, 2});
        assertThatThrownBy(() -> Accelerators.load(binary.toString()))
                .isInstanceOf(InputException.class)
                .hasMessageMatching("(?s)\\Q" + binary + "\\E: [^\\n]+; expected YAML; check the file");
    }

    @Test
    void aFileOfAMebibyteIsReadAndALargerOneIsNot() throws IOException {
        String text = Accelerators.text("tpu-v1");
        String filler = "#".repeat((1 << 20) - text.getBytes(StandardCharsets.UTF_8).length);
        Path file = Files.writeString(directory.resolve("large.yaml"), text + filler);
        assertThat(Accelerators.load(file.toString()).name()).isEqualTo("tpu-v1");
        Files.writeString(file, text + filler + "#");
        assertRefused(file, "the file is over 1 MiB; expected an accelerator's description; check the path");
    }

    @Test
    void aPathThatNoFileSystemTakesIsRefused() {
        assertThatThrownBy(() -> Accelerators.load("a\0b.yaml"))
                .isInstanceOf(InputException.class)
                .hasMessage("a\0b.yaml: this is no path; expected the path of a YAML file; check the path");
    }

    private static void assertRefused(Path file, String message) {
        assertThatThrownBy(() -> Accelerators.load(file.toString()))
                .isInstanceOf(InputException.class)
                .hasMessage(file + ": " + message);
    }
}
