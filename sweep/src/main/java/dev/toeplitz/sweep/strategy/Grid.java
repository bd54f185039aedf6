package dev.toeplitz.sweep.strategy;

import dev.toeplitz.sweep.space.Space;
import java.util.stream.LongStream;

/** Every design, in order. What is at hand at a time does not grow with the space. */
public record Grid() implements Strategy {
    @Override
    public String title() {
        return "grid";
    }

    @Override
    public long most(Space space) {
        return space.size();
    }

    @Override
    public void explore(Space space, Trial trial) {
        long size = space.size();
        for (long from = 0; from < size; from += trial.most()) {
            trial.evaluate(
                    LongStream.range(from, Math.min(size, from + trial.most())).toArray());
        }
    }
}
