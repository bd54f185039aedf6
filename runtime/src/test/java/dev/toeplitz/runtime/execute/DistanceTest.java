package dev.toeplitz.runtime.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DistanceTest {
    @Test
    void decibelsAreOfSquares() {
        Distance distance = Distance.of(new float[] {10, 0, 1}, new float[] {10, 0, 0}, 3);
        assertThat(distance.decibels()).isCloseTo(20, within(1e-9));
        assertThat(distance.largest()).isCloseTo(0.1, within(1e-9));
    }

    @Test
    void theSameNumbersAreInfinitelyNear() {
        float[] numbers = {1, 2, 3, 4};
        assertThat(Distance.of(numbers, numbers, 2)).isEqualTo(new Distance(Double.POSITIVE_INFINITY, 0, 2, 2));
    }

    @Test
    void theLargestOfEachLaneIsCompared() {
        Distance distance = Distance.of(new float[] {1, 2, 3, 4}, new float[] {1, 2, 4, 3}, 2);
        assertThat(distance.lanes()).isEqualTo(2);
        assertThat(distance.sameTop()).isEqualTo(1);
    }
}
