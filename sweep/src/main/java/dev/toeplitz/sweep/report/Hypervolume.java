package dev.toeplitz.sweep.report;

import dev.toeplitz.sweep.space.Objective;
import dev.toeplitz.sweep.space.Outcome.Evaluated;
import java.util.Arrays;
import java.util.List;
import org.moeaframework.core.Solution;
import org.moeaframework.core.indicator.WFGHypervolume;
import org.moeaframework.core.population.NondominatedPopulation;
import org.moeaframework.problem.AbstractProblem;

/**
 * The part of a box that a front dominates (Zitzler and Thiele, PPSN 1998). The box spans from the best value of each
 * objective to a tenth beyond the worst, of a front that others are measured against.
 */
public final class Hypervolume {
    private static final double BEYOND = 0.1;

    private final List<Objective> objectives;
    private final double[] best;
    private final double[] span;

    /**
     * @param measure the front that sets the box; not empty
     */
    public Hypervolume(List<Objective> objectives, List<Evaluated> measure) {
        this.objectives = List.copyOf(objectives);
        best = new double[objectives.size()];
        span = new double[objectives.size()];
        for (int i = 0; i < best.length; i++) {
            int index = i;
            double[] costs =
                    measure.stream().mapToDouble(each -> cost(each, index)).toArray();
            best[i] = Arrays.stream(costs).min().orElseThrow();
            double range = (Arrays.stream(costs).max().orElseThrow() - best[i]) * (1 + BEYOND);
            span[i] = range > 0 ? range : 1;
        }
    }

    private double cost(Evaluated each, int index) {
        return objectives.get(index).cost(each.objectives().get(index));
    }

    /** From 0 to 1; designs outside the box add nothing. */
    public double of(List<Evaluated> front) {
        int count = best.length;
        NondominatedPopulation population = new NondominatedPopulation();
        for (Evaluated each : front) {
            Solution solution = new Solution(0, count);
            boolean inside = true;
            for (int i = 0; i < count; i++) {
                double place = (cost(each, i) - best[i]) / span[i];
                solution.setObjectiveValue(i, Math.max(0, place));
                inside &= place < 1;
            }
            if (inside) {
                population.add(solution);
            }
        }
        double[] corner = new double[count];
        Arrays.fill(corner, 1);
        return population.isEmpty() ? 0 : new WFGHypervolume(new Shape(count), corner).evaluate(population);
    }

    /** All the library wants to know of a problem here is how many objectives it has. */
    private static final class Shape extends AbstractProblem {
        Shape(int objectives) {
            super(0, objectives);
        }

        @Override
        public void evaluate(Solution solution) {
            throw new UnsupportedOperationException("nothing is searched for");
        }

        @Override
        public Solution newSolution() {
            return new Solution(0, numberOfObjectives);
        }
    }
}
