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
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * Layers of ResNet-50 and U-Net on Gemmini at register level in FireSim, each run with a loop nest that another tool had
 * searched for. Ours is the analytic cost of our own tiling, not yet of the given loop nest.
 */
final class GemminiCases {
    private static final double BOUND = 0.10;
    private static final String WHY =
            "ours runs its own tiling, not the given loop nest, and knows no host, TLB, or limit on requests in flight";

    Stream<Comparison> comparisons() {
        Accelerator gemmini = Accelerators.load("gemmini-firesim");
        return ReferenceTable.rows("gemmini.csv").stream().map(row -> comparison(row, gemmini));
    }

    private static Comparison comparison(NamedCsvRecord row, Accelerator gemmini) {
        double reference = Double.parseDouble(row.getField("rtl_cycles"));
        double ours = Simulator.simulate(graph(row), gemmini).cycles();
        return new Comparison(
                        "Gemmini",
                        "RTL on FPGA (FireSim)",
                        "%s layer %s, %s mappings"
                                .formatted(row.getField("network"), row.getField("layer"), row.getField("mappings")),
                        "cycles",
                        "cycles",
                        reference,
                        OptionalDouble.of(ours),
                        BOUND,
                        Optional.empty(),
                        "Hong et al., DOSA, MICRO 2023, artifact")
                .because(WHY);
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
