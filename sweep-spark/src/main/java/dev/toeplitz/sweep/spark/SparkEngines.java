package dev.toeplitz.sweep.spark;

import dev.toeplitz.sweep.engine.Engine;
import dev.toeplitz.sweep.engine.EngineProvider;
import dev.toeplitz.sweep.engine.Study;

/** What {@code --engine spark} finds. */
public final class SparkEngines implements EngineProvider {
    @Override
    public String name() {
        return "spark";
    }

    @Override
    public Engine open(Study study, Sources sources, String master) {
        Master checked = new Master(master);
        return new SparkEngine(StudyText.of(study, sources), checked);
    }
}
