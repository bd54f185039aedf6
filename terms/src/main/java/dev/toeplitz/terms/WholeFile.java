package dev.toeplitz.terms;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A file that appears whole or not at all: written beside, then renamed. */
public final class WholeFile {
    private WholeFile() {}

    /** Writes what the file is to hold. */
    @FunctionalInterface
    public interface Content {
        void write(OutputStream out) throws IOException;
    }

    /** Makes the file at the path it is given. */
    @FunctionalInterface
    public interface Maker {
        void make(Path beside) throws IOException;
    }

    /** Writes or replaces the file; an {@link InputException} names it where that fails. */
    public static void write(Path file, byte[] bytes) {
        write(file, out -> out.write(bytes));
    }

    /** Writes or replaces the file; an {@link InputException} names it where that fails. */
    public static void write(Path file, Content content) {
        try {
            replace(file, beside -> {
                try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(beside))) {
                    content.write(out);
                }
            });
        } catch (IOException e) {
            throw new InputException(
                            "cannot write there (%s)".formatted(e),
                            "a place for a file",
                            "check that the directory is there, can be written and has room",
                            e)
                    .at(file.toString());
        }
    }

    /** Renames what the maker made; where it fails, what was there before is as it was. */
    public static void replace(Path file, Maker maker) throws IOException {
        // Not a temporary file of the library's: that would keep its private permissions after the renaming.
        Path beside = file.resolveSibling(
                "." + file.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
        try {
            maker.make(beside);
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(beside);
        }
    }
}
