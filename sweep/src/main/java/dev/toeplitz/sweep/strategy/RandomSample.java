package dev.toeplitz.sweep.strategy;

import dev.toeplitz.sweep.space.Space;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;

/** Different designs, each as likely as any other. Takes memory for each, since none is drawn twice. */
public record RandomSample(int samples, long seed) implements Strategy {
    @Override
    public String title() {
        return "random of %d, seed %d".formatted(samples, seed);
    }

    @Override
    public long most(Space space) {
        return Math.min(samples, space.size());
    }

    /** Floyd's way of drawing n of N without listing N (Bentley, CACM 30, 1987). */
    @Override
    public void explore(Space space, Trial trial) {
        SplittableRandom random = new SplittableRandom(seed);
        long size = space.size();
        int wanted = (int) most(space);
        Set<Long> drawn = new HashSet<>();
        long[] designs = new long[wanted];
        for (int i = 0; i < wanted; i++) {
            long last = size - wanted + i;
            long design = random.nextLong(last + 1);
            if (!drawn.add(design)) {
                design = last;
                drawn.add(last);
            }
            designs[i] = design;
        }
        trial.evaluate(designs);
    }
}
