package dev.toeplitz.cli;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.zoo.Lectures;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.energy.EnergyTable;
import dev.toeplitz.hw.yaml.Accelerators;
import dev.toeplitz.hw.yaml.EnergyTables;
import dev.toeplitz.terms.InputException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "plot",
        header = "The lectures' plots of networks, as an SVG picture on standard output.",
        description = {
            "  levels    MACs, parameters and features by the size of maps",
            "  volume    elements from node to node, and where they fall to less than half",
            "  fields    receptive field and stride product from node to node",
            "  accuracy  top-1 accuracy over MACs, parameters as areas",
            "  batch     time of an image over the batch (--hw)",
            "  power     energy of an image, mean power, and images a second at a power budget (--hw, --watts)"
        },
        footer = {
            "",
            "Examples:",
            "  toeplitz networks plot levels resnet50 > levels.svg",
            "  toeplitz networks plot accuracy > accuracy.svg",
            "  toeplitz networks plot batch alexnet resnet50 --hw tpu-v1 > batch.svg"
        },
        mixinStandardHelpOptions = true)
final class PlotCommand implements Callable<Integer> {
    /** What is plotted. */
    enum Plot {
        LEVELS,
        VOLUME,
        FIELDS,
        ACCURACY,
        BATCH,
        POWER;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Parameters(index = "0", paramLabel = "PLOT", description = "One of ${COMPLETION-CANDIDATES}.")
    private Plot plot;

    @Parameters(
            index = "1..*",
            paramLabel = "NETWORK|FILE",
            description = {
                "Names of `toeplitz networks` or ONNX files: one for levels, volume and fields, any number",
                "for batch and power, none for accuracy. Without, batch and power take the lectures' table."
            })
    private List<String> networks = List.of();

    @Option(
            names = "--hw",
            paramLabel = "NAME|FILE.yaml",
            description = "For batch and power: a name of `toeplitz hw`, or a description.")
    private String hardware;

    @Option(
            names = "--watts",
            paramLabel = "WATTS",
            description = "The budget of power; ${DEFAULT-VALUE} by default, which lectures give a brain.")
    private double watts = 20;

    @Mixin
    private Terminal terminal;

    @Override
    public Integer call() {
        try (Progress progress = terminal.progress()) {
            terminal.printAlways(picture(progress));
        }
        return ExitCode.FINE;
    }

    private String picture(Progress progress) {
        return switch (plot) {
            case LEVELS -> NetworkPlots.levels(one()).svg();
            case VOLUME -> NetworkPlots.volume(one()).svg();
            case FIELDS -> NetworkPlots.fields(one()).svg();
            case ACCURACY -> accuracy();
            case BATCH ->
                new MachinePlots(machine(), table(), progress).batch(several()).svg();
            case POWER ->
                new MachinePlots(machine(), table(), progress)
                        .power(several(), budget())
                        .svg();
        };
    }

    private String accuracy() {
        if (!networks.isEmpty()) {
            throw new InputException(
                    "networks for accuracy",
                    "none: the lectures' table has its own",
                    "leave %s out".formatted(networks));
        }
        return NetworkPlots.accuracy().svg();
    }

    private Graph one() {
        if (networks.size() != 1) {
            throw new InputException(
                    "%d networks for %s".formatted(networks.size(), plot), "one", "name one of `toeplitz networks`");
        }
        return NetworkSource.of(networks.getFirst(), null).load().graph();
    }

    private List<String> several() {
        return networks.isEmpty()
                ? Lectures.accuracies().stream().map(Lectures.Row::network).toList()
                : networks;
    }

    private Accelerator machine() {
        if (hardware == null) {
            throw new InputException(
                    "%s without --hw".formatted(plot), "an accelerator to simulate it on", "try --hw tpu-v1");
        }
        return Accelerators.load(hardware);
    }

    private static EnergyTable table() {
        return EnergyTables.load(EnergyTables.DEFAULT);
    }

    private double budget() {
        if (!(watts > 0) || Double.isInfinite(watts)) {
            throw new InputException("--watts is %s".formatted(watts), "more than 0", "leave it out for 20");
        }
        return watts;
    }
}
