package dev.toeplitz.sim.scoreboard;

import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.GraphBuilder;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Conv;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Bursts;
import dev.toeplitz.hw.Dataflow;
import dev.toeplitz.hw.Dma;
import dev.toeplitz.hw.Requests;
import dev.toeplitz.hw.yaml.Accelerators;
import dev.toeplitz.sim.Simulator;
import dev.toeplitz.sim.analytic.Mapper;
import dev.toeplitz.sim.analytic.PinnedMapper;
import dev.toeplitz.sim.mapping.Pin;
import dev.toeplitz.sim.search.MappingSearch;
import dev.toeplitz.terms.MatrixAxis;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * Layers of ResNet-50 and U-Net on Gemmini at register level in FireSim, each run with a loop nest that another tool had
 * searched for. They are costed as mapped so, and as we would map them.
 */
final class GemminiCases {
    private static final double BOUND = 0.10;
    private static final String WHY =
            "pages (a TLB of 4 entries), conflicts in caches and what they held before are not modelled";
    private static final String OWN = "ours is our own mapping, the run had another tool's";
    /** The run was given sizes of tiles alone: the library's loops go over rows, columns, channels out, filter, channels in. */
    private static final List<MatrixAxis> ORDER = List.of(MatrixAxis.M, MatrixAxis.N, MatrixAxis.K);

    /** The network whose runs the preset's calibrated values come from; the other is held out. */
    private static final String CALIBRATED_ON = "U-Net";

    private final Accelerator gemmini = Accelerators.load("gemmini-firesim");
    private final Accelerator uncalibrated = uncalibrated(gemmini);
    private final MappingSearch search = MappingSearch.forCycles();

    Stream<Comparison> comparisons() {
        List<NamedCsvRecord> rows = ReferenceTable.rows("gemmini.csv");
        return Stream.of(
                        rows.stream().map(row -> given(row, "Gemmini, mapping given", gemmini, metric(row))),
                        rows.stream()
                                .map(row -> given(row, "Gemmini, mapping given, uncalibrated", uncalibrated, "cycles")),
                        rows.stream().map(this::own))
                .flatMap(each -> each);
    }

    private static String metric(NamedCsvRecord row) {
        String network = row.getField("network");
        return "cycles, %s %s".formatted(network, network.equals(CALIBRATED_ON) ? "(calibrated on)" : "(held out)");
    }

    /** Commands that are never waited for, and a cache that never misses: what no paper gives and was read off the runs. */
    private static Accelerator uncalibrated(Accelerator machine) {
        Dataflow dataflow = machine.peArray().dataflow();
        Bursts bursts = dataflow.bursts().orElseThrow();
        Requests requests = machine.dma().requests().orElseThrow();
        return machine.with(machine.peArray().with(dataflow.with(new Bursts(bursts.steps(), bursts.leastCycles(), 0))))
                .with(new Dma(
                        machine.dma().setupCycles(),
                        Optional.of(new Requests(
                                requests.bytes(), requests.cycles(), requests.cacheBytes(), requests.cycles()))));
    }

    private Comparison given(NamedCsvRecord row, String group, Accelerator machine, String metric) {
        Pin pin = GivenNest.parse(row.getField("loop_nest")).pin(ORDER);
        Mapper mapper = new PinnedMapper(Map.of("conv", pin), search);
        return comparison(row, group, machine, mapper, metric).because(WHY);
    }

    private Comparison own(NamedCsvRecord row) {
        return comparison(row, "Gemmini", gemmini, search, "cycles").because(OWN);
    }

    private static Comparison comparison(
            NamedCsvRecord row, String group, Accelerator machine, Mapper mapper, String metric) {
        return new Comparison(
                group,
                "RTL on FPGA (FireSim)",
                "%s layer %s, %s mappings"
                        .formatted(row.getField("network"), row.getField("layer"), row.getField("mappings")),
                metric,
                "cycles",
                Double.parseDouble(row.getField("rtl_cycles")),
                OptionalDouble.of(
                        Simulator.simulate(graph(row), machine, mapper).cycles()),
                BOUND,
                Optional.empty(),
                "Hong et al., DOSA, MICRO 2023, artifact");
    }

    private static Graph graph(NamedCsvRecord row) {
        int filter = number(row, "filter");
        int stride = number(row, "stride");
        int in = number(row, "in_channels");
        GraphBuilder graph = new GraphBuilder("layer");
        // With half a filter of padding this many rows give out_rows again; an even filter needs its missing one.
        int extra = filter % 2 == 0 ? -1 : 0;
        TensorType map = TensorType.float32(
                1, in, stride * number(row, "out_rows") + extra, stride * number(row, "out_cols") + extra);
        Value x = graph.input("x", map);
        Value w = graph.weight("w", number(row, "out_channels"), in, filter, filter);
        graph.output(graph.node("conv", Conv.square(filter, stride, filter / 2, 1), x, w));
        return graph.build();
    }

    private static int number(NamedCsvRecord row, String field) {
        return Integer.parseInt(row.getField(field));
    }
}
