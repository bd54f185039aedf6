package dev.toeplitz.sim.scoreboard;

import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.GraphBuilder;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Conv;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.yaml.Accelerators;
import dev.toeplitz.sim.Simulator;
import dev.toeplitz.sim.analytic.PinnedMapper;
import dev.toeplitz.sim.cost.Cause;
import dev.toeplitz.sim.cost.LayerCost;
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
import java.util.stream.Stream.Builder;

/**
 * AlexNet's convolutions on Eyeriss v1, each with the mapping that its paper gives: m filters and n images have partial sums on
 * the chip, e rows of them; a pass has q x r channels, and sets of PEs are replicated r times over channels, t times over
 * filters. Maps lie padded in DRAM, as the paper's table of shapes has them.
 */
final class EyerissCases {
    private static final String GROUP = "Eyeriss v1, mapping given";
    private static final String SILICON = "measured silicon";
    private static final int BATCH = 4;
    private static final String WHY =
            "windows that fill before the first product of a row, and the end of a pass, are not modelled";
    private static final String FOR_DRAM =
            "published to two digits, and its ratio too, which is up to 6 % of their product";
    private static final String FOR_TOTAL =
            "as processing; and the link's width, which is an assumption, for published waits are 0.3 to 0.8 bytes a"
                    + " nanosecond";

    private final Accelerator eyeriss = Accelerators.load("eyeriss-v1");

    /**
     * @param maps cycles in which the array waits for maps that cross uncoded
     * @param coded maps' bytes in DRAM as a share of uncoded ones, from the published ratio of all bytes
     */
    private record Layer(NamedCsvRecord row, LayerCost cost, double activePes, long maps, double coded) {
        double processing() {
            return cost.cycles() - maps;
        }

        double total() {
            return processing() + maps * coded;
        }

        double codedBytes() {
            return cost.dram().total() / number(row, "ratio");
        }

        double published(String field) {
            return number(row, field);
        }
    }

    java.util.stream.Stream<Comparison> comparisons() {
        List<Layer> layers =
                ReferenceTable.rows("eyeriss.csv").stream().map(this::layer).toList();
        Builder<Comparison> all = java.util.stream.Stream.builder();
        for (Layer layer : layers) {
            add(all, List.of(layer), "alexnet " + layer.row.getField("layer"), 0.1);
        }
        add(all, layers, "alexnet conv*", 0.05);
        return all.build();
    }

    private void add(Builder<Comparison> all, List<Layer> layers, String subject, double bound) {
        double processing = sum(layers, each -> each.published("processing_ms"));
        all.add(latency(layers, subject, "processing latency", processing, Layer::processing, bound)
                .because(WHY));
        all.add(latency(
                        layers,
                        subject,
                        "latency",
                        sum(layers, each -> each.published("total_ms")),
                        Layer::total,
                        bound)
                .because(FOR_TOTAL));
        // The paper's mean is over time, and rounded.
        double active = sum(layers, each -> each.activePes * each.processing()) / sum(layers, Layer::processing);
        double published =
                sum(layers, each -> each.published("active_pes") * each.published("processing_ms")) / processing;
        all.add(comparison(subject, "active PEs", "PEs", Math.round(published), Math.round(active), 0));
        double megabytes = sum(layers, Layer::codedBytes) / 1e6;
        all.add(comparison(
                        subject, "DRAM traffic", "MB", sum(layers, each -> each.published("dram_mb")), megabytes, 0.1)
                .because(FOR_DRAM));
    }

    private Comparison latency(
            List<Layer> layers,
            String subject,
            String metric,
            double reference,
            ToDoubleFunction<Layer> cycles,
            double bound) {
        double seconds = sum(layers, cycles) / (eyeriss.clockMegahertz() * 1e6);
        return comparison(subject, metric, "ms", reference, 1e3 * seconds, bound);
    }

    private static double sum(List<Layer> layers, ToDoubleFunction<Layer> of) {
        return layers.stream().mapToDouble(of).sum();
    }

    private static Comparison comparison(
            String subject, String metric, String unit, double reference, double ours, double bound) {
        return new Comparison(
                GROUP,
                SILICON,
                subject,
                metric,
                unit,
                reference,
                OptionalDouble.of(ours),
                bound,
                Optional.empty(),
                "Chen et al., ISSCC 2016, Fig. 14.5.6, and JSSC 52(1) 2017, Tables III and V");
    }

    private Layer layer(NamedCsvRecord row) {
        LayerCost cost = cost(row, whole(row, "out"));
        // The paper counts the PEs of a full strip, not the mean with the narrower last one.
        LayerCost strip = cost(row, whole(row, "e"));
        double pes = eyeriss.peArray().rows() * eyeriss.peArray().cols();
        long maps = cost.stalls().stream()
                .filter(stall -> stall.cause() == Cause.INPUT_BANDWIDTH || stall.cause() == Cause.OUTPUT_BANDWIDTH)
                .mapToLong(Stall::cycles)
                .sum();
        double bytes = cost.dram().total();
        double weights = cost.dram().bytes(Stream.WEIGHT_READ);
        double coded = (bytes / number(row, "ratio") - weights) / (bytes - weights);
        return new Layer(row, cost, strip.array().mappingEfficiency() * pes, maps, coded);
    }

    private LayerCost cost(NamedCsvRecord row, int outRows) {
        PinnedMapper mapper = new PinnedMapper(Map.of("conv", pin(row)), MappingSearch.forCycles());
        return Simulator.simulate(graph(row, outRows), eyeriss, mapper).layers().stream()
                .filter(each -> each.name().equals("conv"))
                .findFirst()
                .orElseThrow();
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

    private static double number(NamedCsvRecord row, String field) {
        return Double.parseDouble(row.getField(field));
    }
}
