package dev.toeplitz.cli;

import dev.toeplitz.hw.energy.EnergyTable;
import dev.toeplitz.hw.yaml.EnergyTables;
import dev.toeplitz.sweep.engine.Findings;
import dev.toeplitz.sweep.engine.Ledger;
import dev.toeplitz.sweep.engine.LocalEngine;
import dev.toeplitz.sweep.engine.NetworkModel;
import dev.toeplitz.sweep.engine.SimulatedNetwork;
import dev.toeplitz.sweep.engine.Study;
import dev.toeplitz.sweep.engine.Sweep;
import dev.toeplitz.sweep.space.Space;
import dev.toeplitz.sweep.space.SpaceFile;
import dev.toeplitz.sweep.strategy.Grid;
import dev.toeplitz.sweep.strategy.RandomSample;
import dev.toeplitz.sweep.strategy.SobolSample;
import dev.toeplitz.sweep.strategy.Strategy;
import dev.toeplitz.terms.InputException;
import dev.toeplitz.terms.Require;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "sweep",
        header = "Which accelerator gives the best trade for some networks.",
        description = {
            "Simulates the designs of a space and prints the Pareto front: those that no other beats in every",
            "objective. Designs that cannot be are counted by reason."
        },
        footer = {
            "",
            "Examples:",
            "  toeplitz sweep resnet50 --space docs/examples/zu9eg.yaml",
            "  toeplitz sweep resnet50 mobilenet-v2 --space SPACE.yaml --strategy sobol --samples 500"
        },
        mixinStandardHelpOptions = true)
final class SweepCommand implements Callable<Integer> {
    enum Kind {
        GRID,
        RANDOM,
        SOBOL
    }

    @Parameters(
            arity = "0..*",
            paramLabel = "NETWORK|FILE",
            description = "Names of `toeplitz networks` or files; those of the space by default.")
    private List<String> networks = List.of();

    @Option(names = "--space", paramLabel = "SPACE.yaml", description = "The space of designs; see docs/sweeps.md.")
    private Path file;

    @Option(
            names = "--strategy",
            paramLabel = "NAME",
            description = "Which designs: ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} by default, which is all.")
    private Kind kind = Kind.GRID;

    @Option(names = "--samples", paramLabel = "N", description = "How many designs, but for the grid.")
    private Integer samples;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Gives the same designs again; ${DEFAULT-VALUE} by default.")
    private long seed = 1;

    @Option(
            names = "--energy",
            paramLabel = "TABLE|FILE.yaml",
            description = "As for `report`; ${DEFAULT-VALUE} by default.")
    private String energy = EnergyTables.DEFAULT;

    @Option(names = "--threads", paramLabel = "N", description = "All cores by default.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Mixin
    private Terminal terminal;

    @Override
    public Integer call() {
        Require.that(file != null, "--space is missing", "a file", "give one, as docs/examples/zu9eg.yaml");
        Require.positive("--threads", threads);
        Space space = SpaceFile.read(file);
        Study study = study(space);
        Findings findings;
        try (LocalEngine engine = new LocalEngine(study, threads)) {
            findings = new Sweep(study, engine, Ledger.NONE, progress -> {}).run(strategy());
        }
        terminal.print(SweepText.write(study, findings));
        return ExitCode.FINE;
    }

    /** Networks named here replace the space's, but have its weights. */
    private Study study(Space space) {
        List<String> names = networks.isEmpty() ? List.copyOf(space.networks().keySet()) : networks;
        EnergyTable table = EnergyTables.load(energy);
        List<NetworkModel> models = new ArrayList<>();
        List<Double> weights = new ArrayList<>();
        for (String name : names) {
            models.add(new SimulatedNetwork(name, NetworkSource.load(name).graph(), table));
            weights.add(space.networks().getOrDefault(name, 1.0));
        }
        return new Study(space, models, weights);
    }

    private Strategy strategy() {
        return switch (kind) {
            case GRID -> grid();
            case RANDOM -> new RandomSample(samples(), seed);
            case SOBOL -> new SobolSample(samples(), seed);
        };
    }

    private Strategy grid() {
        if (samples != null) {
            throw new InputException(
                    "--samples with the grid", "neither, or a strategy that samples", "add --strategy sobol");
        }
        return new Grid();
    }

    private int samples() {
        int wanted = samples == null ? 1000 : samples;
        Require.positive("--samples", wanted);
        return wanted;
    }
}
