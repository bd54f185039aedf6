package dev.toeplitz.sim.scoreboard;

import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.GraphBuilder;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Conv;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.graph.zoo.Networks;
import dev.toeplitz.graph.zoo.Options;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.yaml.Accelerators;
import dev.toeplitz.sim.Simulator;
import dev.toeplitz.sim.analytic.PinnedMapper;
import dev.toeplitz.sim.cost.Cause;
import dev.toeplitz.sim.cost.LayerCost;
import dev.toeplitz.sim.cost.NetworkCost;
import dev.toeplitz.sim.cost.Stall;
import dev.toeplitz.sim.cost.Stream;
import dev.toeplitz.sim.mapping.Pin;
import dev.toeplitz.sim.mapping.Placement;
import dev.toeplitz.sim.search.MappingSearch;
import dev.toeplitz.terms.LoopDim;
import dev.toeplitz.terms.MatrixAxis;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * AlexNet's convolutions on Eyeriss v1, each with the mapping that its paper gives: m filters and n images have partial sums on
 * the chip, e rows of them; a pass has q x r channels, and sets of PEs are replicated r times over channels, t times over
 * filters. Maps lie padded in DRAM, as the paper's table of shapes has them.
 */
final class EyerissCases {
    private static final String GROUP = "Eyeriss v1, mapping given";
    private static final String OWN_GROUP = "Eyeriss v1";
    private static final int BATCH = 4;
    private static final String WHY =
            "windows that fill before the first product of a row, and the end of a pass, are not modelled";
    private static final String FOR_DRAM =
            "published to two digits, and its ratio too, which is up to 6 % of their product";
    private static final String FOR_TOTAL =
            "as processing; and the link's width, which is an assumption, for published waits are 0.3 to 0.8 bytes a"
                    + " nanosecond";

    private static final String OWN =
            "the tiles are ours: where the buffers allow they are larger than the chip's passes, and maps lie without"
                    + " padding";
    private static final String OWN_TIME =
            "the mapping is ours, so that other bytes are waited for; else as with the mapping given";

    private final Accelerator eyeriss = Accelerators.load("eyeriss-v1");
    private final List<NamedCsvRecord> rows = ReferenceTable.rows("eyeriss.csv");

    /**
     * @param activePes of a full strip of rows: the paper does not count the narrower last one
     * @param coded bytes of coded maps as a share of uncoded ones
     */
    private record Layer(NamedCsvRecord row, LayerCost cost, double activePes, double coded) {
        double processing() {
            return cost.cycles() - maps();
        }

        double total() {
            return processing() + maps() * coded;
        }

        /** Cycles in which the array waits for maps that cross uncoded. */
        private long maps() {
            return cost.stalls().stream()
                    .filter(stall -> stall.cause() == Cause.INPUT_BANDWIDTH || stall.cause() == Cause.OUTPUT_BANDWIDTH)
                    .mapToLong(Stall::cycles)
                    .sum();
        }

        double codedBytes() {
            double weights = cost.dram().bytes(Stream.WEIGHT_READ);
            return weights + (cost.dram().total() - weights) * coded;
        }

        double published(String field) {
            return Double.parseDouble(row.getField(field));
        }
    }

    /** Layers whose sum was measured. */
    private record Subject(String name, List<Layer> layers, double bound) {
        double sum(ToDoubleFunction<Layer> of) {
            return layers.stream().mapToDouble(of).sum();
        }
    }

    java.util.stream.Stream<Comparison> comparisons() {
        List<Comparison> all = new ArrayList<>();
        List<Layer> chips = rows.stream().map(this::given).toList();
        for (Subject own : subjects(own(chips))) {
            all.add(latency(OWN_GROUP, own).because(OWN_TIME));
            all.add(traffic(OWN_GROUP, own).because(OWN));
        }
        for (Subject given : subjects(chips)) {
            all.add(processing(given).because(WHY));
            all.add(latency(GROUP, given).because(FOR_TOTAL));
            all.add(active(given));
            all.add(traffic(GROUP, given).because(FOR_DRAM));
        }
        EyerissCode code = new EyerissCode(eyeriss);
        for (int i = 0; i < chips.size(); i++) {
            Optional<NamedCsvRecord> next = i + 1 < rows.size() ? Optional.of(rows.get(i + 1)) : Optional.empty();
            all.add(code.comparison(rows.get(i), next, chips.get(i).cost()));
        }
        return all.stream();
    }

    private static List<Subject> subjects(List<Layer> layers) {
        List<Subject> subjects = new ArrayList<>();
        for (Layer layer : layers) {
            subjects.add(new Subject("alexnet " + layer.row.getField("layer"), List.of(layer), 0.1));
        }
        subjects.add(new Subject("alexnet conv*", layers, 0.05));
        return subjects;
    }

    private Comparison processing(Subject subject) {
        double published = subject.sum(each -> each.published("processing_ms"));
        double ours = milliseconds(subject.sum(Layer::processing));
        return comparison(GROUP, subject, "processing latency", "ms", published, ours, subject.bound());
    }

    private Comparison latency(String group, Subject subject) {
        double published = subject.sum(each -> each.published("total_ms"));
        double ours = milliseconds(subject.sum(Layer::total));
        return comparison(group, subject, "latency", "ms", published, ours, subject.bound());
    }

    /** The paper's mean is over time, and rounded. */
    private static Comparison active(Subject subject) {
        double published = subject.sum(each -> each.published("active_pes") * each.published("processing_ms"))
                / subject.sum(each -> each.published("processing_ms"));
        double ours = subject.sum(each -> each.activePes() * each.processing()) / subject.sum(Layer::processing);
        return comparison(GROUP, subject, "active PEs", "PEs", Math.round(published), Math.round(ours), 0);
    }

    private static Comparison traffic(String group, Subject subject) {
        double published = subject.sum(each -> each.published("dram_mb"));
        double ours = subject.sum(Layer::codedBytes) / 1e6;
        return comparison(group, subject, "DRAM traffic", "MB", published, ours, 0.1);
    }

    private double milliseconds(double cycles) {
        return cycles / (1e3 * eyeriss.clockMegahertz());
    }

    private static Comparison comparison(
            String group, Subject subject, String metric, String unit, double reference, double ours, double bound) {
        return new Comparison(
                group,
                "measured silicon",
                subject.name(),
                metric,
                unit,
                reference,
                OptionalDouble.of(ours),
                bound,
                Optional.empty(),
                "Chen et al., ISSCC 2016, Fig. 14.5.6, and JSSC 52(1) 2017, Tables III and V");
    }

    /** As a search maps them, in the network; the same maps are coded as well. */
    private List<Layer> own(List<Layer> chips) {
        NetworkCost network = Simulator.simulate(Networks.load("alexnet", Options.USUAL.withBatch(BATCH)), eyeriss);
        return chips.stream()
                .map(chip -> new Layer(chip.row, layerOf(network, chip.row.getField("layer")), Double.NaN, chip.coded))
                .toList();
    }

    private Layer given(NamedCsvRecord row) {
        double share = cost(row, whole(row, "e")).array().mappingEfficiency();
        double pes = share * eyeriss.peArray().rows() * eyeriss.peArray().cols();
        LayerCost cost = cost(row, whole(row, "out"));
        return new Layer(row, cost, pes, coded(row, cost));
    }

    /** The published ratio is of all bytes that the chip moves, and filters are not coded. */
    private static double coded(NamedCsvRecord row, LayerCost cost) {
        double all = cost.dram().total();
        double weights = cost.dram().bytes(Stream.WEIGHT_READ);
        return (all / Double.parseDouble(row.getField("ratio")) - weights) / (all - weights);
    }

    private static LayerCost layerOf(NetworkCost network, String name) {
        return network.layers().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private LayerCost cost(NamedCsvRecord row, int outRows) {
        PinnedMapper mapper = new PinnedMapper(Map.of("conv", pin(row)), MappingSearch.forCycles());
        return layerOf(Simulator.simulate(graph(row, outRows), eyeriss, mapper), "conv");
    }

    private static Pin pin(NamedCsvRecord row) {
        Map<LoopDim, Integer> tile = new EnumMap<>(LoopDim.class);
        if (whole(row, "groups") > 1) {
            tile.put(LoopDim.GROUP, 1);
        }
        tile.put(LoopDim.BATCH, whole(row, "n"));
        tile.put(LoopDim.OUT_CHANNEL, whole(row, "m"));
        tile.put(LoopDim.OUT_ROW, whole(row, "e"));
        tile.put(LoopDim.IN_CHANNEL, whole(row, "q") * whole(row, "r"));
        // Partial sums stay until they are whole: channels are the innermost loop over tiles.
        return new Pin(
                tile,
                List.of(MatrixAxis.M, MatrixAxis.N, MatrixAxis.K),
                Map.of(),
                Optional.of(new Placement(side(row, "place_rows"), side(row, "place_cols"))));
    }

    /** {@code filter_row 3 in_channel 2}: loops and the PEs that each has. */
    private static Map<LoopDim, Integer> side(NamedCsvRecord row, String field) {
        List<String> words = new ArrayList<>(List.of(row.getField(field).split(" ")));
        Map<LoopDim, Integer> side = new EnumMap<>(LoopDim.class);
        for (int i = 0; i < words.size(); i += 2) {
            side.put(LoopDim.valueOf(words.get(i).toUpperCase(Locale.ROOT)), Integer.parseInt(words.get(i + 1)));
        }
        return side;
    }

    private static Graph graph(NamedCsvRecord row, int outRows) {
        int filter = whole(row, "filter");
        int stride = whole(row, "stride");
        int groups = whole(row, "groups");
        int channels = whole(row, "channels");
        GraphBuilder graph = new GraphBuilder("layer");
        int rows = (outRows - 1) * stride + filter;
        Value x = graph.input("x", TensorType.float32(BATCH, groups * channels, rows, whole(row, "padded")));
        Value w = graph.weight("w", whole(row, "filters"), channels, filter, filter);
        graph.output(graph.node("conv", Conv.square(filter, stride, 0, groups), x, w));
        return graph.build();
    }

    private static int whole(NamedCsvRecord row, String field) {
        return Integer.parseInt(row.getField(field));
    }
}
