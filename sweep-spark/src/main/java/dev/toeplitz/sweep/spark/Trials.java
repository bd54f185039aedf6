package dev.toeplitz.sweep.spark;

import dev.toeplitz.sweep.engine.Study;
import dev.toeplitz.sweep.space.Outcome;
import java.util.Arrays;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;

/** The work of a task: the outcomes of some designs, in their order. */
final class Trials implements Function<long[], Outcome[]> {
    private static final long serialVersionUID = 1L;

    /** Of this process: what its tasks learn about map spaces they share, as threads of one machine do. */
    private static StudyText text;

    private static Study study;

    private final Broadcast<StudyText> sent;

    Trials(Broadcast<StudyText> sent) {
        this.sent = sent;
    }

    @Override
    public Outcome[] call(long[] designs) {
        Study here = study(sent.value());
        return Arrays.stream(designs).mapToObj(here::outcome).toArray(Outcome[]::new);
    }

    private static synchronized Study study(StudyText wanted) {
        if (text == null || !text.fingerprint().equals(wanted.fingerprint()) || text.layers() != wanted.layers()) {
            study = wanted.study();
            text = wanted;
        }
        return study;
    }
}
