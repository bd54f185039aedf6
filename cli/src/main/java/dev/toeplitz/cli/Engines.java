package dev.toeplitz.cli;

import dev.toeplitz.sweep.engine.Engine;
import dev.toeplitz.sweep.engine.EngineProvider;
import dev.toeplitz.sweep.engine.EngineProvider.Sources;
import dev.toeplitz.sweep.engine.LocalEngine;
import dev.toeplitz.sweep.engine.Study;
import dev.toeplitz.terms.InputException;
import dev.toeplitz.terms.Require;
import java.util.ServiceLoader;
import picocli.CommandLine.Option;

/** Who carries out a sweep. Spark is on the class path only where it was asked for: see the launcher. */
final class Engines {
    /** As {@code spark-submit} says it. */
    private static final String SUBMITTED_TO = "spark.master";

    enum Kind {
        LOCAL,
        SPARK
    }

    @Option(
            names = "--engine",
            paramLabel = "NAME",
            description =
                    "Who tries them: ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} by default, which is this process.")
    private Kind kind = Kind.LOCAL;

    @Option(
            names = "--master",
            paramLabel = "URL",
            description = "Spark's cluster, as spark://HOST:7077; the one submitted to by default.")
    private String master;

    @Option(names = "--threads", paramLabel = "N", description = "Of the local engine; all cores by default.")
    private Integer threads;

    /** Before anything is read or computed. */
    void check() {
        if (threads != null) {
            Require.positive("--threads", threads);
            Require.that(kind == Kind.LOCAL, "--threads with Spark", "one of both", "Spark's workers say how many");
        }
        Require.that(
                master == null || kind == Kind.SPARK, "--master without Spark", "both or none", "add --engine spark");
        Require.that(
                kind == Kind.LOCAL || master() != null,
                "--engine spark without a cluster",
                "--master",
                "give its address, as --master spark://HOST:7077");
    }

    private String master() {
        return master == null ? System.getProperty(SUBMITTED_TO) : master;
    }

    Engine open(Study study, Sources sources) {
        return switch (kind) {
            case LOCAL ->
                new LocalEngine(study, threads == null ? Runtime.getRuntime().availableProcessors() : threads);
            case SPARK -> spark(study, sources);
        };
    }

    private Engine spark(Study study, Sources sources) {
        try {
            for (EngineProvider each : ServiceLoader.load(EngineProvider.class)) {
                if (each.name().equals("spark")) {
                    return each.open(study, sources, master());
                }
            }
        } catch (NoClassDefFoundError e) {
            throw absent("Spark's own jars are", e);
        }
        throw absent("toeplitz-sweep-spark is", null);
    }

    private static InputException absent(String what, Throwable cause) {
        return new InputException(
                "--engine spark: %s not on the class path".formatted(what),
                "both",
                "start with ./toeplitz, which builds and adds them, or with spark-submit as docs/sweeps.md shows",
                cause);
    }
}
