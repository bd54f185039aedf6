package dev.toeplitz.graph.onnx;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;

/** The shared directory beside the project: real models and published figures, too large or not ours to keep here. */
public final class Shared {
    private Shared() {}

    /** A file or directory in it; without it the test is left out, except where CI demands that nothing is. */
    public static Path path(String relative) {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path found = at.resolve("shared").resolve(relative);
            if (Files.exists(found)) {
                return found;
            }
        }
        String message = "shared/%s is not beside the project".formatted(relative);
        return System.getenv("CI") == null ? abort(message + ": left out") : fail(message);
    }
}
