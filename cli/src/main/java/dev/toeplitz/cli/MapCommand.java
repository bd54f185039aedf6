package dev.toeplitz.cli;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.energy.EnergyTable;
import dev.toeplitz.hw.yaml.EnergyTables;
import dev.toeplitz.reports.json.JsonReport;
import dev.toeplitz.reports.model.Mappings;
import dev.toeplitz.reports.terminal.Clean;
import dev.toeplitz.sim.Lowerings;
import dev.toeplitz.sim.Simulator;
import dev.toeplitz.sim.analytic.Decisions;
import dev.toeplitz.sim.analytic.Mapper;
import dev.toeplitz.sim.analytic.MappingText;
import dev.toeplitz.sim.analytic.MultiCore;
import dev.toeplitz.sim.cost.Counted;
import dev.toeplitz.sim.cost.Engine;
import dev.toeplitz.sim.cost.LayerCost;
import dev.toeplitz.sim.cost.NetworkCost;
import dev.toeplitz.sim.fusion.Fusion;
import dev.toeplitz.sim.mapping.Pin;
import dev.toeplitz.sim.mapping.yaml.MappingFile;
import dev.toeplitz.terms.InputException;
import dev.toeplitz.terms.Require;
import dev.toeplitz.terms.WholeFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "map",
        header = "How each layer is cut into tiles, ordered and laid on the array, and why.",
        description = {
            "Prints the best mapping of each layer as a loop nest, with the reason for every byte that",
            "moves more than once and the proof that no other mapping of its map space is better."
        },
        footer = {
            "",
            "Examples:",
            "  toeplitz map resnet50 --hw gemmini-16x16 --layer conv3_1b",
            "  toeplitz map alexnet --hw eyeriss-v1 --optimise energy --write alexnet.yaml",
            "  toeplitz map alexnet --hw eyeriss-v1 --mapping alexnet.yaml",
            "  toeplitz map vgg16 --hw zu9eg-32x32 --lowerings",
            "  toeplitz map resnet50 --hw zu9eg-32x32 --cores 4",
            "  toeplitz map mobilenet-v1 --hw nvdla-large --fusion"
        },
        mixinStandardHelpOptions = true)
final class MapCommand implements Callable<Integer> {
    @Mixin
    private NetworkSource network;

    @Mixin
    private MachineOptions machine;

    @Mixin
    private MappingOptions mapping;

    @Option(
            names = "--lowerings",
            description = "Print what every --im2col with every --layout moves and takes instead.")
    private boolean lowerings;

    @Option(names = "--layer", paramLabel = "LAYER", description = "Only this one.")
    private String only;

    @Option(
            names = "--write",
            paramLabel = "FILE.yaml",
            description = "Write the mappings, to be changed and read back by --mapping.")
    private Path written;

    @Option(names = "--json", description = "Print the mappings as JSON instead.")
    private boolean json;

    @Mixin
    private Terminal terminal;

    @Override
    public Integer call() {
        try (Progress progress = terminal.progress()) {
            return map(progress);
        }
    }

    private int map(Progress progress) {
        Require.that(
                !lowerings || !machine.choosesLowering(),
                "--lowerings with --im2col or --layout",
                "neither: it compares all of them",
                "leave the others out");
        Accelerator accelerator = machine.load();
        progress.step("reading the network");
        Graph graph = network.load().graph();
        EnergyTable table = EnergyTables.load(EnergyTables.DEFAULT);
        progress.step("mapping %s onto %s".formatted(graph.name(), accelerator.name()));
        Mapper mapper = mapping.mapper(graph, accelerator, table);
        if (accelerator.cores() > 1) {
            return cores(graph, accelerator, mapper);
        }
        if (accelerator.fusesLayers()) {
            return chains(graph, accelerator, mapper);
        }
        Require.that(
                !lowerings || !(json || only != null || written != null),
                "--lowerings with --layer, --write or --json",
                "one of them: lowerings are compared over the whole network, as a table",
                "leave the others out, or run twice");
        NetworkCost cost = Simulator.simulate(graph, accelerator, mapper);
        if (lowerings) {
            terminal.print(LoweringText.write(cost, Lowerings.of(graph, accelerator, mapper.onOtherMachines())));
            return ExitCode.FINE;
        }
        return mappings(accelerator, cost);
    }

    /** How cores divide the layers; what is said of one core's mappings is refused. */
    private int cores(Graph graph, Accelerator accelerator, Mapper mapper) {
        if (lowerings || json || only != null || written != null) {
            throw new InputException(
                    "%s has %d cores".formatted(accelerator.name(), accelerator.cores()),
                    "one core for --lowerings, --layer, --write and --json",
                    "give --cores 1 too");
        }
        List<MultiCore.Shared> shared = MultiCore.share(Simulator.workload(graph, accelerator), accelerator, mapper);
        NetworkCost alone = Simulator.simulate(graph, accelerator.withCores(1), mapper);
        terminal.print(CoresText.write(alone, shared, accelerator.cores()));
        return ExitCode.FINE;
    }

    /** Which layers run as one; what is said of the mappings of single layers is refused. */
    private int chains(Graph graph, Accelerator accelerator, Mapper mapper) {
        if (lowerings || json || only != null || written != null) {
            throw new InputException(
                    "%s runs layers as one (--fusion, fuses_layers)".formatted(accelerator.name()),
                    "layers one by one for --lowerings, --layer, --write and --json",
                    "leave --fusion out and fuses_layers false");
        }
        NetworkCost cost = Simulator.simulate(graph, accelerator.withFusion(false), mapper);
        terminal.print(FusionText.write(cost, Fusion.of(cost, mapper)));
        return ExitCode.FINE;
    }

    private int mappings(Accelerator accelerator, NetworkCost cost) {
        List<LayerCost> mapped = cost.layers().stream()
                .filter(layer -> layer.engine() == Engine.ARRAY)
                .toList();
        List<LayerCost> layers = mapped.stream()
                .filter(layer -> only == null || layer.name().equals(only))
                .toList();
        if (only != null && layers.isEmpty()) {
            throw InputException.unknown(
                    "layer on the array of " + cost.graph().name(),
                    only,
                    mapped.stream().map(LayerCost::name).toList());
        }
        if (json) {
            terminal.printAlways(JsonReport.write(Mappings.of(cost, layers)));
        } else {
            layers.forEach(layer -> terminal.print(text(layer, accelerator)));
        }
        if (written != null) {
            write(layers);
            terminal.note("written: %s".formatted(written));
        }
        return ExitCode.FINE;
    }

    private String text(LayerCost layer, Accelerator accelerator) {
        String head = "%s: %s, %s"
                .formatted(
                        Clean.text(layer.name(), 60),
                        Counted.of(layer.cycles(), "cycles"),
                        Counted.of(layer.dram().total(), "DRAM bytes"));
        return "%s%n%s%n"
                .formatted(
                        terminal.heading(head),
                        (MappingText.of(layer, accelerator) + Decisions.text(layer, accelerator)).indent(2));
    }

    private void write(List<LayerCost> layers) {
        Map<String, Pin> pins = new LinkedHashMap<>();
        layers.forEach(layer -> pins.put(layer.name(), Pin.of(layer.tiling())));
        WholeFile.write(written, MappingFile.write(pins).getBytes(StandardCharsets.UTF_8));
    }
}
