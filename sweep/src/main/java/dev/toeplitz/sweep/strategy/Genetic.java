package dev.toeplitz.sweep.strategy;

import dev.toeplitz.sweep.space.Objective;
import dev.toeplitz.sweep.space.Outcome;
import dev.toeplitz.sweep.space.Parameter;
import dev.toeplitz.sweep.space.Space;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.moeaframework.algorithm.NSGAII;
import org.moeaframework.core.PRNG;
import org.moeaframework.core.Solution;
import org.moeaframework.core.constraint.Equal;
import org.moeaframework.core.initialization.InjectedInitialization;
import org.moeaframework.core.variable.RealVariable;
import org.moeaframework.problem.AbstractProblem;

/**
 * NSGA-II (Deb et al., IEEE Trans. Evol. Comput. 6, 2002), by the MOEA Framework with its usual operators. A parameter is a
 * real number whose whole part says which value it has. A design that was refused breaks a constraint, so any that was not
 * is preferred; one that was tried before costs nothing and counts once.
 */
public record Genetic(int samples, long seed) implements Strategy {
    private static final int MOST_POPULATION = 100;
    private static final int LEAST_POPULATION = 8;
    private static final int GENERATIONS = 10;
    /** Generations of nothing but known designs, after which no more is to be expected. */
    private static final int MOST_IDLE = 50;

    /** The library has one generator of random numbers for the whole process. */
    private static final Object GENERATOR = new Object();

    @Override
    public String title() {
        return "nsga2 of %d, seed %d".formatted(samples, seed);
    }

    @Override
    public long most(Space space) {
        return Math.min(samples, space.size());
    }

    /** Even, as parents come in pairs. */
    private int population() {
        return Math.clamp(samples / GENERATIONS / 2 * 2, LEAST_POPULATION, MOST_POPULATION);
    }

    @Override
    public void explore(Space space, Trial trial) {
        synchronized (GENERATOR) {
            PRNG.setRandom(new Random(seed));
            Search search = new Search(new Choice(space), trial, most(space));
            search.setInitialPopulationSize(population());
            search.setInitialization(new InjectedInitialization(search.choice, beginning(search.choice)));
            while (search.known.size() < search.most && search.idle < MOST_IDLE) {
                search.step();
            }
        }
    }

    /** Few designs are better spread evenly than drawn; each lies in the middle of its values. */
    private List<Solution> beginning(Choice choice) {
        List<Solution> solutions = new ArrayList<>();
        for (long id : new SobolSample(population(), seed).designs(choice.space)) {
            Solution solution = choice.newSolution();
            int[] choices = choice.space.choices(id);
            RealVariable.setReal(
                    solution,
                    Arrays.stream(choices).mapToDouble(each -> each + 0.5).toArray());
            solutions.add(solution);
        }
        return solutions;
    }

    /** Which value each parameter has, as a problem of the library's. */
    private static final class Choice extends AbstractProblem {
        private final Space space;

        Choice(Space space) {
            super(space.parameters().size(), space.objectives().size(), 1);
            this.space = space;
        }

        @Override
        public Solution newSolution() {
            Solution solution = new Solution(numberOfVariables, numberOfObjectives, numberOfConstraints);
            for (int i = 0; i < numberOfVariables; i++) {
                Parameter parameter = space.parameters().get(i);
                solution.setVariable(i, new RealVariable(0, Math.nextDown((double)
                        parameter.values().size())));
            }
            solution.setConstraint(0, Equal.to(0));
            return solution;
        }

        long id(Solution solution) {
            double[] values = RealVariable.getReal(solution);
            int[] choices = new int[values.length];
            for (int i = 0; i < choices.length; i++) {
                choices[i] = (int) values[i];
            }
            return space.id(choices);
        }

        @Override
        public void evaluate(Solution solution) {
            throw new UnsupportedOperationException("generations are evaluated at once");
        }
    }

    private static final class Search extends NSGAII {
        private final Choice choice;
        private final Trial trial;
        private final long most;
        private final Map<Long, Outcome> known = new HashMap<>();
        private int idle;

        Search(Choice choice, Trial trial, long most) {
            super(choice);
            this.choice = choice;
            this.trial = trial;
            this.most = most;
        }

        @Override
        public void evaluateAll(Solution[] generation) {
            evaluateAll(List.of(generation));
        }

        @Override
        public void evaluateAll(Iterable<Solution> generation) {
            List<Solution> solutions = new ArrayList<>();
            generation.forEach(solutions::add);
            Set<Long> fresh = new LinkedHashSet<>();
            for (Solution each : solutions) {
                long id = choice.id(each);
                if (!known.containsKey(id) && known.size() + fresh.size() < most) {
                    fresh.add(id);
                }
            }
            idle = fresh.isEmpty() ? idle + 1 : 0;
            trial.evaluate(fresh.stream().mapToLong(Long::longValue).toArray())
                    .forEach(outcome -> known.put(outcome.id(), outcome));
            solutions.forEach(this::place);
            numberOfEvaluations += solutions.size();
        }

        /** Those that the budget had no room for are as if refused. */
        private void place(Solution solution) {
            Outcome outcome = known.get(choice.id(solution));
            List<Objective> objectives = choice.space.objectives();
            boolean valid = outcome instanceof Outcome.Evaluated;
            for (int i = 0; i < objectives.size(); i++) {
                solution.setObjectiveValue(
                        i,
                        outcome instanceof Outcome.Evaluated each
                                ? objectives.get(i).cost(each.objectives().get(i))
                                : Double.MAX_VALUE);
            }
            solution.setConstraintValue(0, valid ? 0 : 1);
        }
    }
}
