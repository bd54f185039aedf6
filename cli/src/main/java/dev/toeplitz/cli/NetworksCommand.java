package dev.toeplitz.cli;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.work.Layer;
import dev.toeplitz.graph.work.Layers;
import dev.toeplitz.graph.work.Parameters;
import dev.toeplitz.graph.zoo.Networks;
import dev.toeplitz.graph.zoo.Networks.Network;
import dev.toeplitz.reports.terminal.Units;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "networks",
        header = "The networks that go by a name.",
        footer = {
            "",
            "Examples:",
            "  toeplitz networks",
            "  toeplitz networks --table",
            "  toeplitz networks show resnet50",
            "  toeplitz networks plot levels resnet50"
        },
        subcommands = {NetworkTable.class, ReducersCommand.class, PlotCommand.class},
        mixinStandardHelpOptions = true)
final class NetworksCommand implements Callable<Integer> {
    @Option(
            names = "--table",
            description = "The lectures' accuracy table instead, with the columns filled that they leave blank.")
    private boolean accuracies;

    @Mixin
    private Terminal terminal;

    @Override
    public Integer call() {
        terminal.printAlways(accuracies ? LectureText.accuracies() : all());
        return ExitCode.FINE;
    }

    private static String all() {
        Table table = new Table("name", "family", ">parameters", ">MACs", "input", "paper");
        for (Network network : Networks.all()) {
            Graph graph = network.build();
            long macs = Layers.single(graph).stream().mapToLong(Layer::macs).sum();
            table.row(
                    network.name(),
                    network.family(),
                    Units.count(Parameters.of(graph).trainable()),
                    Units.count(macs),
                    network.input(),
                    network.paper());
        }
        return table.toString();
    }
}
