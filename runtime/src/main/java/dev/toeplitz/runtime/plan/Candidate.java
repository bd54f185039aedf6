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
        /**
         * @param winograd the tile, where a contraction is carried out by Winograd's algorithm
         * @param how the sizes that were chosen, for readers; empty where there is nothing to say
         */
        record Fits(List<Launch> launches, Optional<Winograd> winograd, String how) implements Answer {
            public Fits {
                launches = List.copyOf(launches);
            }

            Fits(List<Launch> launches, Optional<Winograd> winograd) {
                this(
                        launches,
                        winograd,
                        winograd.map(form -> "%1$d × %1$d".formatted(form.outputs()))
                                .orElse(""));
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

    static Answer fits(Launch launch, String how) {
        return new Answer.Fits(List.of(launch), Optional.empty(), how);
    }

    static Answer fits(List<Launch> launches) {
        return new Answer.Fits(launches, Optional.empty());
    }
}
