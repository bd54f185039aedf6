package dev.toeplitz.sim.scoreboard;

import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.toeplitz.hw.fpga.FpgaCosts;
import dev.toeplitz.hw.fpga.FpgaDevice;
import dev.toeplitz.hw.fpga.LogicKind;
import dev.toeplitz.hw.yaml.FpgaDevices;
import dev.toeplitz.sim.fpga.Engine;
import dev.toeplitz.sim.fpga.FpgaModel;
import dev.toeplitz.sim.fpga.Memory;
import dev.toeplitz.sim.fpga.Use;
import dev.toeplitz.terms.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * Real designs and what their FPGA reports say, beside what the resource model says of their descriptions. Banks of the
 * Xilinx DPU follow from its parallelism: two groups of a bank a pixel for images, a bank an output channel for weights,
 * one for biases, all as wide as the input channels and 2,048 deep; one bank more for depthwise convolution and a third
 * group of images where RAM usage is high. These counts
 * were inferred from the reports of all its sizes, so its rows show that few causes explain them and test nothing. Zhang's tiles are an assumption: 13 × 13 outputs and filters up to 11 × 11.
 */
final class FpgaDesigns {
    /** What the model aims at: DSP blocks within 10 %, block RAM within 20 %, logic within 30 %. */
    static final double DSP_BOUND = 0.10;

    static final double BLOCK_RAM_BOUND = 0.20;
    static final double LOGIC_BOUND = 0.30;

    private final FpgaCosts costs = FpgaDevices.costs();
    private final List<FpgaDevice> devices = FpgaDevices.all();

    Stream<Comparison> comparisons() {
        return ReferenceTable.rows("fpga-designs.csv").stream().flatMap(this::comparisons);
    }

    private Stream<Comparison> comparisons(NamedCsvRecord row) {
        FpgaDevice device = devices.stream()
                .filter(each -> each.name().equals(row.getField("device")))
                .findFirst()
                .orElseThrow();
        Optional<Use> use = row.getField("macs_per_cycle").isEmpty()
                ? Optional.empty()
                : Optional.of(FpgaModel.fit(engine(row), device, costs).total());
        return Stream.of(
                        comparison(row, "dsp", "DSP blocks", "", DSP_BOUND, use.map(Use::dsps)),
                        comparison(
                                row,
                                "block_ram",
                                "block RAM",
                                row.getField("block_ram_unit"),
                                BLOCK_RAM_BOUND,
                                ram(row, use)),
                        comparison(
                                row,
                                "logic",
                                "logic",
                                row.getField("logic_unit"),
                                LOGIC_BOUND,
                                use.map(each -> logic(row, device, each))))
                .flatMap(Optional::stream);
    }

    private static Engine engine(NamedCsvRecord row) {
        return new Engine(
                row.getField("design"),
                Long.parseLong(row.getField("macs_per_cycle")),
                DataType.valueOf(row.getField("type").toUpperCase(Locale.ROOT)),
                Boolean.parseBoolean(row.getField("packs")),
                Boolean.parseBoolean(row.getField("double_pumps")),
                Long.parseLong(row.getField("accumulators")),
                Integer.parseInt(row.getField("accumulator_bits")),
                Boolean.parseBoolean(row.getField("in_dsps")),
                Long.parseLong(row.getField("lanes")),
                memories(row.getField("memories")));
    }

    /** {@code name:banks x bits x words}, several with semicolons. */
    private static List<Memory> memories(String text) {
        List<Memory> memories = new ArrayList<>();
        for (String each : text.isEmpty() ? new String[0] : text.split(";")) {
            String[] parts = each.split(":");
            long[] shape = Arrays.stream(parts[1].split("x"))
                    .mapToLong(Long::parseLong)
                    .toArray();
            memories.add(new Memory(parts[0], shape[0], shape[1], shape[2]));
        }
        return memories;
    }

    private static Optional<Double> ram(NamedCsvRecord row, Optional<Use> use) {
        if (row.getField("memories").isEmpty()) {
            return Optional.empty();
        }
        double halves = row.getField("block_ram_unit").equals("BRAM18") ? 2 : 1;
        return use.map(each -> each.blockRams() * halves);
    }

    /** In the report's unit: LUTs, adaptive logic modules, or logic elements. */
    private static double logic(NamedCsvRecord row, FpgaDevice device, Use use) {
        double luts = use.logic() / device.logicKind().units(1);
        return switch (row.getField("logic_unit")) {
            case "LE" -> LogicKind.LUT4.units(luts);
            case "ALM" -> LogicKind.ALM.units(luts);
            default -> luts;
        };
    }

    private static Optional<Comparison> comparison(
            NamedCsvRecord row, String key, String metric, String unit, double bound, Optional<Double> ours) {
        if (row.getField(key).isEmpty()) {
            return Optional.empty();
        }
        String why = row.getField("why_" + key);
        return Optional.of(new Comparison(
                "FPGA designs",
                "vendor report",
                row.getField("design") + ", " + row.getField("configuration"),
                metric,
                unit,
                Double.parseDouble(row.getField(key)),
                ours.map(OptionalDouble::of).orElse(OptionalDouble.empty()),
                bound,
                why.isEmpty() ? Optional.empty() : Optional.of(why),
                row.getField("source")));
    }
}
