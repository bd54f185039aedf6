package dev.toeplitz.hw.yaml;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Data that is kept beside the classes. */
final class Resources {
    private Resources() {}

    /** The text of a resource of this module; the name is one of ours, so that a missing one is a defect. */
    static String text(String name) {
        try (InputStream in = Resources.class.getResourceAsStream("/dev/toeplitz/hw/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
