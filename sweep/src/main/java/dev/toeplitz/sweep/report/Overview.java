package dev.toeplitz.sweep.report;

import dev.toeplitz.sweep.space.Objective;
import dev.toeplitz.sweep.space.Outcome.Evaluated;
import dev.toeplitz.sweep.space.Space;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.math3.stat.descriptive.moment.Mean;
import org.apache.commons.math3.stat.descriptive.moment.SecondMoment;

/** What is kept of all designs while a sweep runs: means by value, and a sample to draw. It does not grow with them. */
public final class Overview {
    private static final int MOST_DRAWN = 1500;

    private final Space space;
    /** By parameter, value and objective. */
    private final Mean[][][] byValue;

    private final Mean[] all;
    private final SecondMoment[] spread;
    private final List<Evaluated> sample = new ArrayList<>();
    private final SplittableRandom random = new SplittableRandom(1);

    public Overview(Space space) {
        this.space = space;
        int objectives = space.objectives().size();
        byValue = new Mean[space.parameters().size()][][];
        for (int i = 0; i < byValue.length; i++) {
            byValue[i] = new Mean[space.parameters().get(i).values().size()][];
            for (int j = 0; j < byValue[i].length; j++) {
                byValue[i][j] = means(objectives);
            }
        }
        all = means(objectives);
        spread = new SecondMoment[objectives];
        Arrays.setAll(spread, i -> new SecondMoment());
    }

    private static Mean[] means(int count) {
        Mean[] made = new Mean[count];
        Arrays.setAll(made, i -> new Mean());
        return made;
    }

    public void add(Evaluated outcome) {
        int[] choices = space.choices(outcome.id());
        for (int objective = 0; objective < all.length; objective++) {
            double value = outcome.objectives().get(objective);
            all[objective].increment(value);
            spread[objective].increment(value);
            for (int i = 0; i < choices.length; i++) {
                byValue[i][choices[i]][objective].increment(value);
            }
        }
        draw(outcome);
    }

    /** Vitter's reservoir (ACM Trans. Math. Softw. 11, 1985): each design as likely as any other to be kept. */
    private void draw(Evaluated outcome) {
        if (sample.size() < MOST_DRAWN) {
            sample.add(outcome);
            return;
        }
        long place = random.nextLong(all[0].getN());
        if (place < MOST_DRAWN) {
            sample.set((int) place, outcome);
        }
    }

    /** Some of the designs, all where they are few. */
    public List<Evaluated> sample() {
        return List.copyOf(sample);
    }

    public Influence influence() {
        List<String> parameters = new ArrayList<>();
        List<List<Double>> shares = new ArrayList<>();
        for (int i = 0; i < byValue.length && all[0].getN() > 1; i++) {
            parameters.add(space.parameters().get(i).path());
            List<Double> row = new ArrayList<>();
            for (int objective = 0; objective < all.length; objective++) {
                row.add(share(byValue[i], objective));
            }
            shares.add(row);
        }
        return new Influence(
                parameters, space.objectives().stream().map(Objective::word).toList(), shares);
    }

    private double share(Mean[][] values, int objective) {
        double mean = all[objective].getResult();
        double between = 0;
        for (Mean[] value : values) {
            long count = value[objective].getN();
            double apart = count == 0 ? 0 : value[objective].getResult() - mean;
            between += count * apart * apart;
        }
        double total = spread[objective].getResult();
        return total <= 0 ? 0 : Math.min(1, between / total);
    }
}
