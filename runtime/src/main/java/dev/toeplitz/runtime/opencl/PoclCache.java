package dev.toeplitz.runtime.opencl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** PoCL keeps what it compiles in a folder, and has no device where it cannot; but says so nowhere. */
final class PoclCache {
    private PoclCache() {}

    /** What stands in its way; empty where nothing does. */
    static Optional<String> problem(Map<String, String> environment) {
        return folder(environment)
                .filter(folder -> !canBeMade(folder))
                .map(folder ->
                        "PoCL cannot write to its cache folder %s and so has no device; set POCL_CACHE_DIR to another"
                                .formatted(folder));
    }

    /** As PoCL looks for it; what it does where none of the three is set is for it to say. */
    private static Optional<Path> folder(Map<String, String> environment) {
        String own = environment.get("POCL_CACHE_DIR");
        String caches = environment.get("XDG_CACHE_HOME");
        String home = environment.get("HOME");
        if (own != null) {
            return Optional.of(Path.of(own));
        }
        return caches != null
                ? Optional.of(Path.of(caches, "pocl", "kcache"))
                : Optional.ofNullable(home).map(each -> Path.of(each, ".cache", "pocl", "kcache"));
    }

    /** Tried as PoCL does it, since rights alone do not tell: nobody makes folders in some file systems. */
    private static boolean canBeMade(Path folder) {
        try {
            Files.createDirectories(folder);
            return Files.isWritable(folder);
        } catch (IOException _) {
            return false;
        }
    }
}
