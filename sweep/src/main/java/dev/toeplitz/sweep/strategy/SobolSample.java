package dev.toeplitz.sweep.strategy;

import dev.toeplitz.sweep.space.Parameter;
import dev.toeplitz.sweep.space.Space;
import java.util.LinkedHashSet;
import java.util.SequencedSet;
import java.util.SplittableRandom;
import org.apache.commons.math3.random.SobolSequenceGenerator;

/**
 * Designs spread evenly over all parameters by a Sobol sequence, moved by a random vector (Cranley and Patterson, SIAM J.
 * Numer. Anal. 13, 1976) so that seeds differ. Points that fall on one design count once, so there may be fewer than asked.
 */
public record SobolSample(int samples, long seed) implements Strategy {
    /** A small space is full long before; a sequence that meets nothing new for so long has met all it will. */
    private static final int TRIES_EACH = 20;

    @Override
    public String title() {
        return "sobol of %d, seed %d".formatted(samples, seed);
    }

    @Override
    public long most(Space space) {
        return Math.min(samples, space.size());
    }

    @Override
    public void explore(Space space, Trial trial) {
        trial.evaluate(designs(space).stream().mapToLong(Long::longValue).toArray());
    }

    /** The designs in the order of the sequence. */
    SequencedSet<Long> designs(Space space) {
        int dimensions = space.parameters().size();
        SobolSequenceGenerator sequence = new SobolSequenceGenerator(dimensions);
        SplittableRandom random = new SplittableRandom(seed);
        double[] shift = new double[dimensions];
        for (int i = 0; i < dimensions; i++) {
            shift[i] = random.nextDouble();
        }
        SequencedSet<Long> designs = new LinkedHashSet<>();
        for (long i = 0; i < (long) TRIES_EACH * samples && designs.size() < most(space); i++) {
            designs.add(space.id(choices(space, sequence.nextVector(), shift)));
        }
        return designs;
    }

    private static int[] choices(Space space, double[] point, double[] shift) {
        int[] choices = new int[point.length];
        for (int i = 0; i < choices.length; i++) {
            Parameter parameter = space.parameters().get(i);
            double place = (point[i] + shift[i]) % 1;
            choices[i] = (int) (place * parameter.values().size());
        }
        return choices;
    }
}
