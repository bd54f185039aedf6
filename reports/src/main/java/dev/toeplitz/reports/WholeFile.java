package dev.toeplitz.reports;

import dev.toeplitz.terms.InputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A file that appears whole or not at all: written beside, then renamed. */
public final class WholeFile {
    private WholeFile() {}

    /** Replaces the file; a failure names it. */
    public static void write(Path file, byte[] bytes) {
        try {
            replace(file, bytes);
        } catch (IOException e) {
            throw new InputException(
                            "cannot be written (%s)".formatted(e),
                            "a file in a directory that can be written",
                            "choose another",
                            e)
                    .at(file.toString());
        }
    }

    static void replace(Path file, String text) throws IOException {
        replace(file, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void replace(Path file, byte[] bytes) throws IOException {
        // Not a temporary file of the library's: that would keep its private permissions after the renaming.
        Path beside = file.resolveSibling(
                "." + file.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
        try {
            Files.write(beside, bytes);
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(beside);
        }
    }
}
