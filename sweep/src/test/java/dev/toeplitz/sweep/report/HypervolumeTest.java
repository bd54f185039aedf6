package dev.toeplitz.sweep.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toeplitz.sweep.space.Objective;
import dev.toeplitz.sweep.space.Outcome.Evaluated;
import dev.toeplitz.sweep.space.Resources;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class HypervolumeTest {
    private static final List<Objective> TWO = List.of(Objective.LATENCY, Objective.THROUGHPUT_PER_WATT);

    private static Evaluated at(double latency, double perWatt) {
        return new Evaluated(0, new Resources(1, 1, 1, 0, 0, 0), List.of(), List.of(latency, perWatt));
    }

    /** By hand: a box of 1.1 × 1.1 in which (0, 1), (0.5, 0.25) and (1, 0) dominate 0.11 + 0.6 · 0.75 − … squares. */
    @Test
    void theAreaIsThatOfTheSquares() {
        List<Evaluated> front = List.of(at(1, 10), at(2, 25), at(3, 30));
        Hypervolume measure = new Hypervolume(TWO, front);
        double squares = 0.5 * 0.1 + 0.5 * 0.85 + 0.1 * 1.1;
        assertThat(measure.of(front)).isCloseTo(squares / 1.21, Offset.offset(1e-12));
    }

    @Test
    void lessOfAFrontDominatesLessAndWhatIsOutsideNothing() {
        List<Evaluated> front = List.of(at(1, 10), at(2, 25), at(3, 30));
        Hypervolume measure = new Hypervolume(TWO, front);
        assertThat(measure.of(front.subList(0, 1))).isLessThan(measure.of(front.subList(0, 2)));
        assertThat(measure.of(List.of(at(9, 1)))).isZero();
        assertThat(measure.of(List.of())).isZero();
    }
}
