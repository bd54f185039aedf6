package dev.toeplitz.sweep.engine;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** An engine that is not on the command line's own class path; the service loader finds it where it is there. */
public interface EngineProvider {
    /** What {@code --engine} calls it. */
    String name();

    /**
     * Makes the engine ready to run.
     *
     * @param master where the cluster is
     * @throws dev.toeplitz.terms.InputException where it cannot be reached, or the study cannot be sent
     */
    Engine open(Study study, Sources sources, String master);

    /**
     * Where a study was read from, of which another machine builds the same.
     *
     * @param networks the file of each, by name; empty for those of the zoo
     * @param energy a name of a table, or its file
     */
    record Sources(Path space, Map<String, Optional<Path>> networks, String energy) {}
}
