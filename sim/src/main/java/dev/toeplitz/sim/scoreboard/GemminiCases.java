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

    private final Accelerator gemmini = Accelerators.load("gemmini-firesim");
    private final MappingSearch search = MappingSearch.forCycles();

    Stream<Comparison> comparisons() {
        List<NamedCsvRecord> rows = ReferenceTable.rows("gemmini.csv");
        return Stream.concat(rows.stream().map(this::given), rows.stream().map(this::own));
    }

    private Comparison given(NamedCsvRecord row) {
        Pin pin = GivenNest.parse(row.getField("loop_nest")).pin(ORDER);
        Mapper mapper = new PinnedMapper(Map.of("conv", pin), search);
        return comparison(row, "Gemmini, mapping given", mapper).because(WHY);
    }

    private Comparison own(NamedCsvRecord row) {
        return comparison(row, "Gemmini", search).because(OWN);
    }

    private Comparison comparison(NamedCsvRecord row, String group, Mapper mapper) {
        return new Comparison(
                group,
                "RTL on FPGA (FireSim)",
                "%s layer %s, %s mappings"
                        .formatted(row.getField("network"), row.getField("layer"), row.getField("mappings")),
                "cycles",
                "cycles",
                Double.parseDouble(row.getField("rtl_cycles")),
                OptionalDouble.of(
                        Simulator.simulate(graph(row), gemmini, mapper).cycles()),
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
