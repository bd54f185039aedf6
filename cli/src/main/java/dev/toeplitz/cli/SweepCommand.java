package dev.toeplitz.cli;

import dev.toeplitz.hw.energy.EnergyTable;
import dev.toeplitz.hw.yaml.EnergyTables;
import dev.toeplitz.reports.terminal.Clean;
import dev.toeplitz.sweep.engine.Engine;
import dev.toeplitz.sweep.engine.EngineProvider.Sources;
import dev.toeplitz.sweep.engine.Findings;
import dev.toeplitz.sweep.engine.Ledger;
import dev.toeplitz.sweep.engine.NetworkModel;
import dev.toeplitz.sweep.engine.SimulatedNetwork;
import dev.toeplitz.sweep.engine.Study;
import dev.toeplitz.sweep.engine.Sweep;
import dev.toeplitz.sweep.report.Overview;
import dev.toeplitz.sweep.report.SweepPage;
import dev.toeplitz.sweep.space.Space;
import dev.toeplitz.sweep.space.SpaceFile;
import dev.toeplitz.sweep.store.Query;
import dev.toeplitz.sweep.store.Store;
import dev.toeplitz.sweep.strategy.Genetic;
import dev.toeplitz.sweep.strategy.Grid;
import dev.toeplitz.sweep.strategy.RandomSample;
import dev.toeplitz.sweep.strategy.SobolSample;
import dev.toeplitz.sweep.strategy.Strategy;
import dev.toeplitz.terms.InputException;
import dev.toeplitz.terms.Require;
import dev.toeplitz.terms.WholeFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        subcommands = SweepCommand.Ask.class,
        mixinStandardHelpOptions = true)
final class SweepCommand implements Callable<Integer> {
    static final Path DIRECTORY = Path.of("out");

    enum Kind {
        GRID,
        RANDOM,
        SOBOL,
        NSGA2
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

    @Option(
            names = "--store",
            paramLabel = "FILE",
            description = {
                "Where outcomes are kept, and gone on from; out/ and the space's name by default. Nothing is computed",
                "twice."
            })
    private Path store;

    @Option(names = "--no-store", description = "Keep nothing.")
    private boolean noStore;

    @Option(names = "--layers", description = "Keep a row for each layer too, in the table layer.")
    private boolean layers;

    @Option(
            names = "--export",
            paramLabel = "FORMAT",
            description = "Also write all results beside the store: ${COMPLETION-CANDIDATES}.")
    private Query.Format export;

    @Option(
            names = "--page",
            paramLabel = "FILE.html",
            description = "Also write the front, all designs, and what matters, as a page.")
    private Path page;

    @Mixin
    private Engines engines;

    @Option(names = "--json", description = "Print the front as JSON instead.")
    private boolean json;

    @Mixin
    private Terminal terminal;

    @Override
    public Integer call() {
        try (Interruption armed = new Interruption()) {
            return sweep(armed);
        }
    }

    private int sweep(Interruption interruption) {
        Require.that(file != null, "--space is missing", "a file", "give one, as docs/examples/zu9eg.yaml");
        engines.check();
        Space space = SpaceFile.read(file);
        Study study = study(space);
        Require.that(!layers || !noStore, "--layers without a store", "one of both", "leave out --no-store");
        Require.that(export == null || !noStore, "--export without a store", "one of both", "leave out --no-store");
        Strategy strategy = strategy();
        Path kept = noStore ? null : store != null ? store : beside(file);
        Overview overview = new Overview(space);
        Findings findings = kept == null
                ? run(study, strategy, Ledger.NONE, overview, interruption)
                : run(study, strategy, kept, overview, interruption);
        if (json) {
            terminal.printAlways(SweepJson.write(study, findings));
        } else {
            terminal.print(SweepText.write(study, findings, terminal::heading));
            terminal.print(SweepText.influence(overview.influence(), terminal::heading));
        }
        if (page != null) {
            String html = SweepPage.write(study, findings, overview);
            WholeFile.write(page, html.getBytes(StandardCharsets.UTF_8));
            say("\nwritten: %s%n".formatted(page));
        }
        if (kept != null) {
            say("\nkept in: %s%n".formatted(kept));
        }
        if (export != null) {
            say("written: %s%n".formatted(Query.export(kept, export)));
        }
        return ExitCode.FINE;
    }

    /** Where things went: beside JSON it would be in its way. */
    private void say(String where) {
        if (json) {
            terminal.note("toeplitz: " + where.strip());
        } else {
            terminal.print(where);
        }
    }

    private static Path beside(Path space) {
        String stem = space.getFileName().toString().replaceFirst("\\.ya?ml$", "");
        return DIRECTORY.resolve(stem + ".duckdb");
    }

    private Findings run(Study study, Strategy strategy, Path file, Overview overview, Interruption interruption) {
        try (Store open = Store.open(file, study)) {
            return run(study, strategy, open, overview, interruption);
        }
    }

    /** Ctrl-C ends the sweep where it is; the process goes only when what is done has been kept and printed. */
    private Findings run(Study study, Strategy strategy, Ledger ledger, Overview overview, Interruption interruption) {
        try (Engine engine = engines.open(study, sources(study));
                Progress progress = terminal.progress();
                ProgressLine line = new ProgressLine(terminal, study.space(), overview)) {
            if (!line.isShown()) {
                progress.step("trying designs of %s".formatted(Clean.text(file.toString(), 60)));
            }
            Sweep sweep = new Sweep(study, engine, ledger, line);
            interruption.stops(sweep);
            return sweep.run(strategy);
        }
    }

    private Sources sources(Study study) {
        Map<String, Optional<Path>> files = new HashMap<>();
        study.networkNames()
                .forEach(name -> files.put(name, NetworkSource.of(name, null).file()));
        return new Sources(file, files, energy);
    }

    /** Networks named here replace the space's, but have its weights. */
    private Study study(Space space) {
        List<String> names = networks.isEmpty() ? List.copyOf(space.networks().keySet()) : networks;
        EnergyTable table = EnergyTables.load(energy);
        List<NetworkModel> models = new ArrayList<>();
        List<Double> weights = new ArrayList<>();
        for (String name : names) {
            models.add(new SimulatedNetwork(
                    name, NetworkSource.of(name, null).load().graph(), table));
            weights.add(space.networks().getOrDefault(name, 1.0));
        }
        return new Study(space, models, weights, layers);
    }

    private Strategy strategy() {
        return switch (kind) {
            case GRID -> grid();
            case RANDOM -> new RandomSample(samples(), seed);
            case SOBOL -> new SobolSample(samples(), seed);
            case NSGA2 -> new Genetic(samples(), seed);
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

    @Command(
            name = "query",
            header = "What a store has, by SQL.",
            description =
                    "Tables: result (a row for each design and network), refused, about, and layer after --layers.",
            footer = {
                "",
                "Example:",
                "  toeplitz sweep query 'select design, seconds from result order by seconds limit 5'"
            },
            mixinStandardHelpOptions = true)
    static final class Ask implements Callable<Integer> {
        @Parameters(paramLabel = "SQL", description = "One statement that reads.")
        private String sql;

        @Option(
                names = "--store",
                paramLabel = "FILE",
                description = "A sweep's; the one in out/ that was written last by default.")
        private Path store;

        @Mixin
        private Terminal terminal;

        @Override
        public Integer call() {
            Query.Rows rows = Query.of(store == null ? Store.newest(DIRECTORY) : store, sql);
            Table table = new Table(rows.header().toArray(String[]::new));
            rows.rows().forEach(row -> table.row(row.toArray()));
            terminal.printAlways(table.toString());
            return ExitCode.FINE;
        }
    }
}
