package dev.toeplitz.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final List<String> said = new CopyOnWriteArrayList<>();

    @Test
    void shortWorkIsDoneInSilence() {
        try (Progress progress = new Progress(said::add, Duration.ofHours(1))) {
            progress.step("reading");
            progress.step("writing");
        }
        assertThat(said).isEmpty();
    }

    @Test
    void longWorkSaysWhereItIsAndThenEveryStep() throws InterruptedException {
        try (Progress progress = new Progress(said::add, Duration.ofMillis(20))) {
            progress.step("reading");
            for (int i = 0; i < 500 && said.isEmpty(); i++) {
                Thread.sleep(10);
            }
            progress.step("writing");
        }
        assertThat(said).containsExactly("reading", "writing");
    }
}
