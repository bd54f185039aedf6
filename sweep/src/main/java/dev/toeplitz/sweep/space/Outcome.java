package dev.toeplitz.sweep.space;

import java.io.Serializable;
import java.util.List;

/** What came of one design; serialisable, as other machines send it. */
public sealed interface Outcome extends Serializable {
    long id();

    /**
     * @param figures of each network, in the study's order
     * @param objectives in the space's order, in their own units
     */
    record Evaluated(long id, Resources resources, List<Figures> figures, List<Double> objectives) implements Outcome {
        public Evaluated {
            figures = List.copyOf(figures);
            objectives = List.copyOf(objectives);
        }
    }

    record Refused(long id, String reason) implements Outcome {}
}
