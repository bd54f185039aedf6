package dev.toeplitz.runtime.plan;

import dev.toeplitz.graph.step.Winograd;
import java.util.List;
import java.util.Optional;

/** A way to carry a task out. Candidates are asked in order, best first; the general one comes last and never refuses. */
interface Candidate {
    String name();

    /** Whether it takes zero points from a contraction's operands itself; who does not is not asked where there are any. */
    default boolean takesZeroPoints() {
        return false;
    }

    Answer answer(Task task);

    /**
     * The ways to carry the task out that are worth measuring, the likeliest first; where {@link #answer(Task)} fits, the first is what
     * it takes. None where the candidate cannot have the task.
     */
    default List<Variant> variants(Task task) {
        return answer(task) instanceof Answer.Fits ? List.of(Variant.of(name())) : List.of();
    }

    /** The task in one of these ways; refuses what is none of them. */
    default Answer answer(Task task, Variant variant) {
        return variant.values().isEmpty() ? answer(task) : refuses("it leaves nothing to choose");
    }

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
