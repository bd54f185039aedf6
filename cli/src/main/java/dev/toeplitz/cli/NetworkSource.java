package dev.toeplitz.cli;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.onnx.ImportOptions;
import dev.toeplitz.graph.onnx.Imported;
import dev.toeplitz.graph.onnx.NodeFate;
import dev.toeplitz.graph.onnx.OnnxFile;
import dev.toeplitz.graph.scalesim.TopologyFile;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.zoo.Networks;
import dev.toeplitz.terms.InputException;
import dev.toeplitz.terms.Require;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Where a command's network comes from, and the sizes it is to have. */
final class NetworkSource {
    @Parameters(
            paramLabel = "NETWORK|FILE",
            description = "A name of `toeplitz networks`, an ONNX file, or a SCALE-Sim topology (.csv).")
    private String network;

    @Option(
            names = "--batch",
            paramLabel = "N",
            description = "Images at a time; replaces the first extent of every input.")
    private Integer batch;

    @Option(
            names = "--input-shape",
            paramLabel = "NAME=1x3x224x224",
            description = "The shape of an input; needed where the file leaves it open. Can be given again.")
    private Map<String, String> inputShapes = Map.of();

    /** A graph, and what became of the file's nodes that are not in it. */
    record Loaded(Graph graph, String source, List<String> folded) {}

    /** The same where a command takes several networks. */
    static NetworkSource of(String network, Integer batch) {
        NetworkSource source = new NetworkSource();
        source.network = network;
        source.batch = batch;
        return source;
    }

    /** A name of the zoo is that network; anything else is taken for a file where it looks like one. */
    Loaded load() {
        Require.that(
                !network.isBlank(),
                "the network's name is empty",
                "a name of `toeplitz networks`, or a file",
                "give one");
        if (network.endsWith(".csv")) {
            return topology();
        }
        return file().isPresent() ? onnx() : zoo(Networks.named(network));
    }

    /** The file that is read; empty where the network is one of the zoo. */
    Optional<Path> file() {
        boolean file = network.endsWith(".csv")
                || network.endsWith(".onnx")
                || network.contains("/")
                || Files.exists(Path.of(network));
        return file && (network.endsWith(".csv") || !Networks.knows(network))
                ? Optional.of(Path.of(network))
                : Optional.empty();
    }

    /** The same where the network of that name is another one: for what is said of a network by lectures. */
    Loaded loadAs(UnaryOperator<String> renamed) {
        return Networks.knows(network)
                ? zoo(Networks.named(renamed.apply(Networks.named(network).name())))
                : load();
    }

    private Loaded topology() {
        if (batch().isPresent() || !inputShapes.isEmpty()) {
            throw new InputException(
                    "--batch or --input-shape for a topology", "neither: its lines fix all sizes", "leave it out");
        }
        Path file = Path.of(network);
        return new Loaded(TopologyFile.read(file), "file: " + file.getFileName(), List.of());
    }

    private Loaded onnx() {
        Imported imported = OnnxFile.load(Path.of(network), new ImportOptions(shapes(), batch()));
        List<String> folded = imported.fates().stream()
                .filter(fate -> fate.outcome() != NodeFate.Outcome.KEPT)
                .map(NetworkSource::fate)
                .toList();
        return new Loaded(imported.graph(), "file: " + Path.of(network).getFileName(), folded);
    }

    private static String fate(NodeFate fate) {
        String why = fate.outcome() == NodeFate.Outcome.FOLDED
                ? "computed while reading, all it reads is constant"
                : "its result is its input";
        return "%s (%s): %s".formatted(fate.node().isEmpty() ? "unnamed" : fate.node(), fate.operator(), why);
    }

    private Loaded zoo(Networks.Network known) {
        Shape input = shapes().getOrDefault("input", known.input());
        for (String name : inputShapes.keySet()) {
            if (!name.equals("input")) {
                throw InputException.unknown("input of " + network, name, List.of("input"));
            }
        }
        Shape batched = batch().isPresent() ? input.with(0, batch().getAsInt()) : input;
        return new Loaded(known.build(batched, known.classes()), "zoo: " + known.paper(), List.of());
    }

    private OptionalInt batch() {
        if (batch == null) {
            return OptionalInt.empty();
        }
        if (batch < 1) {
            throw new InputException(
                    "--batch is %d".formatted(batch), "at least 1", "leave it out for the network's own");
        }
        return OptionalInt.of(batch);
    }

    private Map<String, Shape> shapes() {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        inputShapes.forEach((name, text) -> shapes.put(name, shape(name, text)));
        return shapes;
    }

    private static Shape shape(String name, String text) {
        try {
            return Shape.of(
                    Arrays.stream(text.split("x")).mapToInt(Integer::parseInt).toArray());
        } catch (NumberFormatException e) {
            throw new InputException("'%s'".formatted(text), "extents as 1x3x224x224", "correct the shape", e)
                    .at("--input-shape " + name);
        }
    }
}
