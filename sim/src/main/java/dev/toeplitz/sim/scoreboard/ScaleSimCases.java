package dev.toeplitz.sim.scoreboard;

import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.toeplitz.graph.GraphBuilder;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.MatMul;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Accumulators;
import dev.toeplitz.hw.Buffer;
import dev.toeplitz.hw.Dataflow;
import dev.toeplitz.hw.Dma;
import dev.toeplitz.hw.Dram;
import dev.toeplitz.hw.Lowering;
import dev.toeplitz.hw.PeArray;
import dev.toeplitz.hw.Precision;
import dev.toeplitz.hw.VectorUnit;
import dev.toeplitz.sim.Simulator;
import dev.toeplitz.sim.cost.LayerCost;
import dev.toeplitz.terms.Operand;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * Every dense layer that SCALE-Sim was run on: compute cycles, buffer accesses, mapping efficiency, and overall utilization
 * where it did not stall. Exact equality is aimed at, with two of its slips known: it counts cycles from 0, and counts folds
 * · (rows + columns) output writes too many where outputs are stationary. Its stalls are no aim: they follow from the order
 * in which it prefetches, and do not fall as its memory grows.
 */
final class ScaleSimCases {
    /** Buffers that hold any of its layers whole, so that nothing but the array is compared. */
    private static final long LARGE = 1L << 40;

    private static final double FAST = 1e9;
    /** Percentages are printed to some digits. */
    private static final double PRINTED = 1e-6;

    Stream<Comparison> comparisons() {
        return ReferenceTable.rows("scalesim.csv").stream().flatMap(ScaleSimCases::comparisons);
    }

    private static Stream<Comparison> comparisons(NamedCsvRecord row) {
        Accelerator machine = machine(row);
        LayerCost layer = layer(row, machine);
        List<Comparison> all = new ArrayList<>();
        all.add(exact(row, "compute cycles", "cycles", "compute_cycles", layer.arrayCycles() - 1));
        all.add(exact(
                row, "input reads", "words", "sram_ifmap_reads", layer.buffers().inputReads()));
        all.add(exact(
                row,
                "weight reads",
                "words",
                "sram_filter_reads",
                layer.buffers().weightReads()));
        if (machine.peArray().dataflow() != Dataflow.OUTPUT_STATIONARY) {
            all.add(exact(
                    row,
                    "output writes",
                    "words",
                    "sram_ofmap_writes",
                    layer.buffers().outputWrites()));
        }
        all.add(of(
                row,
                "mapping efficiency",
                "%",
                "mapping_eff_pct",
                100 * layer.array().mappingEfficiency(),
                PRINTED));
        if (row.getField("compute_cycles").equals(row.getField("total_cycles"))) {
            double peak = (layer.arrayCycles() - 1.0) * machine.peArray().macsPerCycle();
            all.add(of(row, "overall utilization", "%", "overall_util_pct", 100 * layer.macs() / peak, PRINTED));
        }
        return all.stream();
    }

    private static Accelerator machine(NamedCsvRecord row) {
        Dataflow dataflow = Dataflow.NAMED.stream()
                .filter(each -> each.name().equals(row.getField("dataflow")))
                .findFirst()
                .orElseThrow();
        return new Accelerator(
                "scale-sim",
                "SCALE-Sim",
                1000,
                Precision.INT8,
                new PeArray(number(row, "rows"), number(row, "cols"), 1, dataflow, false),
                Stream.of(Operand.values()).map(ScaleSimCases::buffer).toList(),
                Accumulators.NONE,
                new Dram(FAST, 1, ""),
                Dma.FREE,
                new VectorUnit(1, 1, 1, true),
                Lowering.USUAL);
    }

    private static Buffer buffer(Operand operand) {
        return new Buffer(operand.name(), EnumSet.of(operand), LARGE, true, LARGE, false);
    }

    private static LayerCost layer(NamedCsvRecord row, Accelerator machine) {
        GraphBuilder graph = new GraphBuilder("product");
        Value x = graph.input("x", TensorType.float32(number(row, "M"), number(row, "K")));
        Value w = graph.weight("w", number(row, "K"), number(row, "N"));
        graph.output(graph.node("product", new MatMul(), x, w));
        return Simulator.simulate(graph.build(), machine).layers().getFirst();
    }

    private static int number(NamedCsvRecord row, String field) {
        return Integer.parseInt(row.getField(field));
    }

    private static Comparison exact(NamedCsvRecord row, String metric, String unit, String field, long ours) {
        return of(row, metric, unit, field, ours, 0);
    }

    private static Comparison of(
            NamedCsvRecord row, String metric, String unit, String field, double ours, double bound) {
        return new Comparison(
                "SCALE-Sim",
                "peer simulator",
                "%s %s/%s on %s x %s %s"
                        .formatted(
                                row.getField("version"),
                                row.getField("run"),
                                row.getField("layer"),
                                row.getField("rows"),
                                row.getField("cols"),
                                row.getField("dataflow")),
                metric,
                unit,
                Double.parseDouble(row.getField(field)),
                OptionalDouble.of(ours),
                bound,
                Optional.empty(),
                "SCALE-Sim " + row.getField("version") + ", run from its public source");
    }
}
