package dev.toeplitz.runtime.opencl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toeplitz.runtime.library.Network;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Faults are Java's own business, whatever drivers are loaded and compile. */
class JavaSignalsTest {
    private static final int SEGMENTATION_FAULT = 11;

    @ParameterizedTest
    @CsvSource({"pocl", "rusticl"})
    void driversDoNotKeepThem(String platform) {
        // Whoever came first in this process has seen to it that Java's was remembered.
        OpenClDevice device = Network.device(platform);
        long before = JavaSignals.handler(SEGMENTATION_FAULT);
        try (Session session = new Session(device)) {
            String source = "__kernel void unseen%d(__global float *x) { x[0] = 1; }".formatted(System.nanoTime());
            session.program(source, ProgramCache.NONE);
        }
        long after = JavaSignals.handler(SEGMENTATION_FAULT);
        assertThat(after).isEqualTo(before).isNotEqualTo(0);
    }
}
