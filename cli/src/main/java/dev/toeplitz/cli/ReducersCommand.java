package dev.toeplitz.cli;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.work.Reducers;
import dev.toeplitz.graph.work.Reducers.Module;
import dev.toeplitz.graph.zoo.Lectures;
import dev.toeplitz.reports.terminal.Clean;
import dev.toeplitz.terms.InputException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "reducers",
        header = "What the 1 x 1 convolutions save that narrow an inception module's input.",
        description = {
            "Each module as it is and naively, with its larger filters on the input itself and the pool's",
            "output passed on whole. First the example of the IFCE introduction to CNNs."
        },
        footer = {"", "Example:", "  toeplitz networks reducers googlenet"},
        mixinStandardHelpOptions = true)
final class ReducersCommand implements Callable<Integer> {
    @Mixin
    private NetworkSource network;

    @Mixin
    private Terminal terminal;

    @Override
    public Integer call() {
        Graph graph = network.load().graph();
        List<Module> modules = Reducers.of(graph);
        if (modules.isEmpty()) {
            throw new InputException(
                    "no module of %s narrows its input by 1 x 1 convolutions".formatted(Clean.text(graph.name(), 60)),
                    "modules named as 'inception3a/…' whose branches a Concat joins",
                    "try googlenet");
        }
        Table table = new Table(
                "module",
                ">reads",
                ">MACs",
                ">parameters",
                ">passes on",
                "|",
                ">naive MACs",
                ">parameters",
                ">passes on",
                ">MACs");
        Reducers.of(Lectures.inceptionExample()).forEach(each -> row(table, each));
        modules.forEach(each -> row(table, each));
        terminal.printAlways(table
                + """
                Naively %s would take %,d MACs and %,d parameters in these modules instead of %,d and %,d.
                """.formatted(
                        Clean.text(graph.name(), 60),
                        modules.stream().mapToLong(each -> each.naive().macs()).sum(),
                        modules.stream()
                                .mapToLong(each -> each.naive().parameters())
                                .sum(),
                        modules.stream()
                                .mapToLong(each -> each.reduced().macs())
                                .sum(),
                        modules.stream()
                                .mapToLong(each -> each.reduced().parameters())
                                .sum())
                + "Each module by itself: what the next would pay for the channels more that it reads is not"
                + " in there.\n");
        return ExitCode.FINE;
    }

    private static void row(Table table, Module module) {
        table.row(
                Clean.text(module.name(), 32),
                module.channels(),
                figure(module.reduced().macs()),
                figure(module.reduced().parameters()),
                module.reduced().channels(),
                "|",
                figure(module.naive().macs()),
                figure(module.naive().parameters()),
                module.naive().channels(),
                String.format(Locale.ROOT, "%.2fx", module.ratio()));
    }

    private static String figure(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
