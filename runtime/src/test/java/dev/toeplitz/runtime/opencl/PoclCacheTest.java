package dev.toeplitz.runtime.opencl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PoclCacheTest {
    @TempDir
    private Path directory;

    @Test
    void theFolderIsLookedForWherePoclDoes() throws IOException {
        String fine = directory.toString();
        String file = Files.createFile(directory.resolve("file")).toString();
        assertThat(PoclCache.problem(Map.of("HOME", fine, "XDG_CACHE_HOME", fine, "POCL_CACHE_DIR", file + "/c")))
                .hasValueSatisfying(words -> assertThat(words).contains("cache folder " + file + "/c and"));
        assertThat(PoclCache.problem(Map.of("HOME", fine, "XDG_CACHE_HOME", file)))
                .hasValueSatisfying(words -> assertThat(words).contains("cache folder " + file + "/pocl/kcache and"));
        assertThat(PoclCache.problem(Map.of("HOME", file)))
                .hasValueSatisfying(words -> assertThat(words).contains(file + "/.cache/pocl/kcache and"));
    }

    @Test
    void whatCanBeWrittenIsNoProblem() {
        String fine = directory.toString();
        assertThat(PoclCache.problem(Map.of("HOME", fine))).isEmpty();
        assertThat(PoclCache.problem(Map.of("HOME", "/proc", "POCL_CACHE_DIR", fine + "/new")))
                .isEmpty();
        assertThat(PoclCache.problem(Map.of())).isEmpty();
    }
}
