package dev.toeplitz.cli;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.onnx.OnnxFile;
import dev.toeplitz.graph.pass.FilledWeights;
import dev.toeplitz.graph.pass.RandomWeights;
import dev.toeplitz.graph.scalesim.Topology;
import dev.toeplitz.graph.scalesim.TopologyFile;
import dev.toeplitz.graph.work.Parameters;
import dev.toeplitz.reports.terminal.Clean;
import dev.toeplitz.reports.terminal.Units;
import dev.toeplitz.terms.InputException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "export",
        header = "Write a network as an ONNX file or a SCALE-Sim topology.",
        description = {
            "The file's ending says which: .onnx or .csv. A file appears whole or not at all.",
            "An ONNX file has weights: a file's own, random ones, or none, which are fills of 0.",
            "A topology has the layers that are convolutions or matrix products, and no weights."
        },
        footer = {
            "",
            "Examples:",
            "  toeplitz export squeezenet1.1 -o squeezenet.onnx --weights random:1",
            "  toeplitz export resnet50 -o resnet50-shapes.onnx --weights none --batch 8",
            "  toeplitz export model.onnx -o model-batch4.onnx --batch 4",
            "  toeplitz export alexnet -o alexnet.csv",
            "  toeplitz export lstm -o lstm.csv --form products"
        },
        mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {
    @Mixin
    private NetworkSource network;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "FILE.onnx|FILE.csv",
            description = "Where to write; a file that is there is replaced.")
    private Path file;

    @Option(
            names = "--weights",
            paramLabel = "random:SEED|none",
            description = "Weights of an ONNX file that are left open; random ones replace constant fills too.")
    private String weights;

    @Option(
            names = "--form",
            paramLabel = "FORM",
            description = "Lines of a topology: ${COMPLETION-CANDIDATES}; convolutions by default.")
    private Topology.Form form;

    @Mixin
    private Terminal terminal;

    @Override
    public Integer call() {
        String ending = file.toString().toLowerCase(Locale.ROOT);
        if (ending.endsWith(".onnx")) {
            refuse(form != null, "--form", "lines for an ONNX file");
            onnx(weighted(network.load().graph()));
        } else if (ending.endsWith(".csv")) {
            refuse(weights != null, "--weights", "weights for a topology");
            topology(network.load().graph());
        } else {
            throw new InputException("'%s'".formatted(file), "a file that ends in .onnx or .csv", "name it so")
                    .at("-o");
        }
        return ExitCode.FINE;
    }

    private static void refuse(boolean given, String option, String found) {
        if (given) {
            throw new InputException(found, "none, it has no such thing", "leave it out").at(option);
        }
    }

    private Graph weighted(Graph graph) {
        if (weights == null) {
            return graph;
        }
        return weights.equals("none")
                ? FilledWeights.fill(graph, 0)
                : RandomWeights.fill(graph, Seed.of("--weights", weights, "random:SEED with a whole number, or none"));
    }

    private void onnx(Graph graph) {
        OnnxFile.write(graph, file);
        terminal.print("written: %s (%s: %d nodes, %,d parameters, %s)%n"
                .formatted(
                        file,
                        Clean.text(graph.name(), 40),
                        graph.nodes().size(),
                        Parameters.of(graph).trainable(),
                        Units.bytes(file.toFile().length())));
    }

    private void topology(Graph graph) {
        int lines = TopologyFile.write(graph, form == null ? Topology.Form.CONVOLUTIONS : form, file);
        terminal.print("written: %s (%s: %d lines of matrix work; SCALE-Sim models no other)%n"
                .formatted(file, Clean.text(graph.name(), 40), lines));
    }
}
