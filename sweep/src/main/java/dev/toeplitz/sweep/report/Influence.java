package dev.toeplitz.sweep.report;

import java.util.List;

/**
 * Main effects: the part of an objective's variance between the means of a parameter's values. On a full grid without
 * refusals that is the first-order index of Sobol (Math. Comput. Simul. 55, 2001).
 *
 * @param shares from 0 to 1, by parameter and then objective
 */
public record Influence(List<String> parameters, List<String> objectives, List<List<Double>> shares) {
    public Influence {
        parameters = List.copyOf(parameters);
        objectives = List.copyOf(objectives);
        shares = List.copyOf(shares);
    }
}
