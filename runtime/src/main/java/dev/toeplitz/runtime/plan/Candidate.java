package dev.toeplitz.runtime.plan;

import dev.toeplitz.graph.step.Winograd;
import java.util.List;
import java.util.Optional;

/** A way to carry a task out. Candidates are asked in order, best first; the general one comes last and never refuses. */
interface Candidate {
    String name();

    Answer answer(Task task);

    /** The launches, or why there are none. */
    sealed interface Answer {
        /** @param winograd the tile, where a contraction is carried out by Winograd's algorithm */
        record Fits(List<Launch> launches, Optional<Winograd> winograd) implements Answer {
            public Fits {
                launches = List.copyOf(launches);
            }
        }

        record Refuses(String why) implements Answer {}
    }

    static Answer refuses(String why) {
        return new Answer.Refuses(why);
    }

    static Answer fits(Launch launch) {
        return fits(List.of(launch));
    }

    static Answer fits(List<Launch> launches) {
        return new Answer.Fits(launches, Optional.empty());
    }
}
