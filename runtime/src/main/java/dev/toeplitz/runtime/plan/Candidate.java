package dev.toeplitz.runtime.plan;

import java.util.List;

/** A way to carry a task out. Candidates are asked in order, best first; the general one comes last and never refuses. */
interface Candidate {
    String name();

    Answer answer(Task task);

    /** The launches, or why there are none. */
    sealed interface Answer {
        record Fits(List<Launch> launches) implements Answer {
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
        return new Answer.Fits(List.of(launch));
    }
}
