package dev.toeplitz.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.JavaFormatterOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The formatter, run by a test since it needs the JDK of the sources. {@code ./format} runs it to write. */
class FormatTest {
    private static final boolean WRITE = Boolean.getBoolean("toeplitz.format");

    private final Formatter formatter = Formatter.createFormatter(JavaFormatterOptions.builder()
            .style(JavaFormatterOptions.Style.PALANTIR)
            .build());

    @Test
    void everySourceIsFormatted() {
        List<Path> unformatted = SourceTree.javaFiles().parallelStream()
                .filter(this::differs)
                .map(SourceTree.root()::relativize)
                .toList();
        assertThat(WRITE ? List.of() : unformatted).as("run ./format").isEmpty();
    }

    private boolean differs(Path file) {
        try {
            String source = Files.readString(file);
            String formatted = formatter.formatSourceAndFixImports(source);
            if (WRITE && !formatted.equals(source)) {
                Files.writeString(file, formatted);
            }
            return !formatted.equals(source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (FormatterException e) {
            throw new IllegalStateException(file + " does not parse", e);
        }
    }
}
