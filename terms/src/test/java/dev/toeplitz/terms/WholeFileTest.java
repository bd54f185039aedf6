package dev.toeplitz.terms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
    @TempDir
    private Path folder;

    @Test
    void replacesWhatWasThere() throws IOException {
        Path file = Files.writeString(folder.resolve("x.csv"), "old");
        WholeFile.write(file, new byte[] {'n', 'e', 'w'});
        assertThat(file).hasContent("new");
    }

    @Test
    void aFailureHalfwayLeavesWhatWasThereAndNothingBeside() throws IOException {
        Path file = Files.writeString(folder.resolve("x.csv"), "old");
        assertThatThrownBy(() -> WholeFile.write(file, out -> {
                    out.write('n');
                    throw new IOException("no room");
                }))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(file + ": cannot write there (java.io.IOException: no room)");
        assertThat(file).hasContent("old");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void aMissingDirectoryIsNamed() {
        assertThatThrownBy(() -> WholeFile.write(folder.resolve("no/x.csv"), new byte[0]))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("no/x.csv: cannot write there")
                .hasMessageContaining("NoSuchFileException");
    }
}
