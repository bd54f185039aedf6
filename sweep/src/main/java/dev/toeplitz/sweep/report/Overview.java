package dev.toeplitz.sweep.report;

import dev.toeplitz.sweep.space.Objective;
import dev.toeplitz.sweep.space.Outcome.Evaluated;
import dev.toeplitz.sweep.space.Space;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;

/** What is kept of all designs while a sweep runs: means by value, and a sample to draw. It does not grow with them. */
public final class Overview {
    private static final int MOST_DRAWN = 3000;

    private final Space space;
    /** By parameter, value and objective. */
    private final SummaryStatistics[][][] byValue;

    private final SummaryStatistics[] all;
    private final List<Evaluated> sample = new ArrayList<>();
    private final SplittableRandom random = new SplittableRandom(1);

    public Overview(Space space) {
        this.space = space;
        int objectives = space.objectives().size();
        byValue = new SummaryStatistics[space.parameters().size()][][];
        for (int i = 0; i < byValue.length; i++) {
            byValue[i] =
                    new SummaryStatistics[space.parameters().get(i).values().size()][];
            for (int j = 0; j < byValue[i].length; j++) {
                byValue[i][j] = statistics(objectives);
            }
        }
        all = statistics(objectives);
    }

    private static SummaryStatistics[] statistics(int count) {
        SummaryStatistics[] made = new SummaryStatistics[count];
        for (int i = 0; i < count; i++) {
            made[i] = new SummaryStatistics();
        }
        return made;
    }

    public void add(Evaluated outcome) {
        int[] choices = space.choices(outcome.id());
        for (int objective = 0; objective < all.length; objective++) {
            double value = outcome.objectives().get(objective);
            all[objective].addValue(value);
            for (int i = 0; i < choices.length; i++) {
                byValue[i][choices[i]][objective].addValue(value);
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

    private double share(SummaryStatistics[][] values, int objective) {
        double mean = all[objective].getMean();
        double between = 0;
        for (SummaryStatistics[] value : values) {
            long count = value[objective].getN();
            double apart = count == 0 ? 0 : value[objective].getMean() - mean;
            between += count * apart * apart;
        }
        double total = all[objective].getSecondMoment();
        return total <= 0 ? 0 : Math.min(1, between / total);
    }
}
