package dev.toeplitz.cli;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.onnx.OnnxFile;
import dev.toeplitz.graph.pass.FilledWeights;
import dev.toeplitz.graph.pass.Passes;
import dev.toeplitz.graph.pass.RandomWeights;
import dev.toeplitz.graph.quantise.Quantiser;
import dev.toeplitz.graph.quantise.Quantiser.WeightBits;
import dev.toeplitz.graph.quantise.Ranges;
import dev.toeplitz.graph.scalesim.Topology;
import dev.toeplitz.graph.scalesim.TopologyFile;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.graph.work.Parameters;
import dev.toeplitz.reports.terminal.Clean;
import dev.toeplitz.reports.terminal.Units;
import dev.toeplitz.terms.InputException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
            "  toeplitz export resnet50 -o resnet50-int8.onnx --weights random:1 --precision int8 --calibrate random:1",
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
            names = "--precision",
            paramLabel = "fp32|int8",
            description = {
                "With int8, convolutions and matrix products of an ONNX file multiply 8-bit integers, as run has it:",
                "batch normalisation is folded, and ranges are measured by the reference on what --calibrate gives."
            })
    private String precision = "fp32";

    @Option(
            names = "--calibrate",
            paramLabel = "[NAME=]FILE|ramp|random:SEED",
            description = "Inputs for int8, as run takes them; ramp by default. Can be given again.")
    private List<String> calibration = List.of();

    @Option(
            names = "--weight-bits",
            paramLabel = "8|7",
            description = {
                "Bits of weights for int8; 8 by default. ONNX Runtime's sums saturate with 8 on CPUs without VNNI, and",
                "are exact with 7."
            })
    private int weightBits = 8;

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
            onnx(converted(weighted(network.load().graph())));
        } else if (ending.endsWith(".csv")) {
            refuse(weights != null, "--weights", "weights for a topology");
            refuse(!precision.equals("fp32"), "--precision", "a precision for a topology");
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

    private Graph converted(Graph graph) {
        if (precision.equals("fp32")) {
            refuse(!calibration.isEmpty(), "--calibrate", "calibration for fp32");
            return graph;
        }
        if (!precision.equals("int8")) {
            throw new InputException("'%s'".formatted(precision), "fp32 or int8", "take one of them").at("--precision");
        }
        if (weightBits != 8 && weightBits != 7) {
            throw new InputException("%d".formatted(weightBits), "8 or 7", "take one of them").at("--weight-bits");
        }
        Graph folded = Passes.forExecution(graph);
        RunInputs reader = new RunInputs();
        List<Map<Value, Tensor>> inputs = (calibration.isEmpty() ? List.of("ramp") : calibration)
                .stream()
                        .map(words -> reader.read(folded, List.of(words), terminal))
                        .toList();
        Quantiser.Outcome outcome = Quantiser.quantise(
                folded, Ranges.of(folded, inputs), weightBits == 7 ? WeightBits.SEVEN : WeightBits.EIGHT);
        terminal.note("toeplitz: " + EightBits.sentences(outcome));
        return outcome.graph();
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
