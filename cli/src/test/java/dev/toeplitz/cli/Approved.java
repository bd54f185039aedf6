package dev.toeplitz.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Texts that a person has looked at. With {@code -Dtoeplitz.approve=true} the new text takes the old one's place. */
final class Approved {
    private Approved() {}

    static void check(Path file, String text) throws IOException {
        if (Boolean.getBoolean("toeplitz.approve")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        }
        assertThat(text)
                .as("%s; where the change is meant: ./approve, then look at the difference", file)
                .isEqualTo(Files.readString(file));
    }
}
