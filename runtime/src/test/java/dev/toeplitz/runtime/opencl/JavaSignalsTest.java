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
        OpenClDevice device = Network.device(platform);
        assertThat(JavaSignals.handler(SEGMENTATION_FAULT)).isEqualTo(JavaSignals.first(SEGMENTATION_FAULT));
        try (Session session = new Session(device)) {
            String source = "__kernel void unseen%d(__global float *x) { x[0] = 1; }".formatted(System.nanoTime());
            session.program(source, ProgramCache.NONE);
        }
        assertThat(JavaSignals.handler(SEGMENTATION_FAULT)).isEqualTo(JavaSignals.first(SEGMENTATION_FAULT));
    }
}
