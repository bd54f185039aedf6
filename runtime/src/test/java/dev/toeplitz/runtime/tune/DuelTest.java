package dev.toeplitz.runtime.tune;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.PrimitiveIterator;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class DuelTest {
    private static LongSupplier times(long... times) {
        PrimitiveIterator.OfLong each = Arrays.stream(times).iterator();
        return each::nextLong;
    }

    private static LongSupplier always(long time) {
        return () -> time;
    }

    @Test
    void threePercentWinAndLessDoesNot() {
        assertThat(Duel.of(always(1000), always(970), 7).isWon()).isTrue();
        assertThat(Duel.of(always(1000), always(971), 7).isWon()).isFalse();
        assertThat(Duel.of(always(1000), always(1000), 7).isWon()).isFalse();
    }

    /** Of ten pairs eight have to be faster, whatever the median says. */
    @Test
    void nearlyEveryPairHasToBeFaster() {
        long[] twoSlower = {900, 900, 900, 900, 900, 900, 900, 900, 1100, 1100};
        long[] threeSlower = {900, 900, 900, 900, 900, 900, 900, 1100, 1100, 1100};
        assertThat(Duel.of(always(1000), times(twoSlower), 10).isWon()).isTrue();
        assertThat(Duel.of(always(1000), times(threeSlower), 10).isWon()).isFalse();
    }

    /** A machine that is twice as slow in every other pair is so for both. */
    @Test
    void whatSlowsBothDecidesNothing() {
        assertThat(Duel.of(times(1000, 2000, 1000, 2000, 1000), times(900, 1800, 900, 1800, 900), 5)
                        .isWon())
                .isTrue();
    }

    @Test
    void aHopelessChallengerIsGivenUpAfterThreePairs() {
        AtomicInteger runs = new AtomicInteger();
        LongSupplier slow = () -> {
            runs.incrementAndGet();
            return 1101;
        };
        assertThat(Duel.of(always(1000), slow, 15).isWon()).isFalse();
        assertThat(runs).hasValue(3);
        assertThat(Duel.of(always(1000), always(1100), 15).incumbent()).hasSize(15);
    }

    @Test
    void theFirstToBeginChanges() {
        StringBuilder order = new StringBuilder();
        LongSupplier first = () -> {
            order.append('a');
            return 1;
        };
        LongSupplier second = () -> {
            order.append('b');
            return 1;
        };
        Duel.whole(first, second, 4);
        assertThat(order).hasToString("abbaabba");
    }
}
