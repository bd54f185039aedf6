package dev.toeplitz.hw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

class BurstsTest {
    private static final Bursts GEMMINI = new Bursts(16, 4, 8);

    @Test
    void fullBurstsLoseNothing() {
        assertThat(GEMMINI.cycles(8, 16, 16)).isEqualTo(8 * 16);
    }

    /** 16 + 4 pixels a line; the last 4 wait for 16 rows of the next weights. */
    @Test
    void theLastBurstBringsTheNextOperandAlong() {
        assertThat(GEMMINI.cycles(5, 20, 16)).isEqualTo(5 * 20 + 12);
    }

    @Test
    void whileALongBurstRunsTwoCommandsAreIssued() {
        assertThat(GEMMINI.cycles(3, 6, 16)).isEqualTo(16 + 6 + 6);
        // All but those two wait for their commands.
        assertThat(GEMMINI.cycles(28, 4, 16)).isEqualTo(16 + 2 * 4 + 25 * 8);
    }

    @Test
    void aVectorOfPixelsTakesAsLongHalfFull() {
        Bursts eight = new Bursts(8, 8, 0);
        assertThat(eight.cycles(1, 14, 0)).isEqualTo(16);
        assertThat(eight.cycles(7, 7, 0)).isEqualTo(7 * 8);
        assertThat(eight.cycles(3, 16, 0)).isEqualTo(3 * 16);
    }

    @Test
    void nothingIsFasterThanItsStepsAndBurstsOfOneLoseNothing() {
        Random random = new Random(3);
        for (int i = 0; i < 10_000; i++) {
            Bursts bursts = new Bursts(random.nextInt(1, 20), random.nextInt(1, 20), random.nextInt(0, 20));
            long lines = random.nextInt(1, 30);
            long length = random.nextInt(1, 60);
            assertThat(bursts.cycles(lines, length, random.nextInt(0, 20))).isGreaterThanOrEqualTo(lines * length);
            assertThat(new Bursts(bursts.steps(), 1, 0).cycles(lines, length, 0))
                    .isEqualTo(lines * length);
        }
    }

    @Test
    void refusesWhatIsNoBurstAndNoRequest() {
        assertThatThrownBy(() -> new Bursts(0, 1, 0))
                .hasMessage("steps is 0; expected at least 1; give a larger value");
        assertThatThrownBy(() -> new Bursts(1, 0, 0))
                .hasMessage("least_cycles is 0; expected at least 1; give a larger value");
        assertThatThrownBy(() -> new Bursts(1, 1, -1))
                .hasMessage("issue_cycles is -1; expected at least 0; give a larger value");
        assertThatThrownBy(() -> new Requests(64, 8, 0, 7))
                .hasMessage("miss_cycles is 7; expected at least 8; give a larger value");
        assertThat(new Requests(64, 8, 0, 8).of(65)).isEqualTo(2);
    }
}
