package dev.toeplitz.sim.scoreboard;

import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.sim.coding.CodeModel;
import dev.toeplitz.sim.coding.Content;
import dev.toeplitz.sim.cost.LayerCost;
import dev.toeplitz.sim.cost.Stream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Eyeriss v1's ratio of uncoded to coded DRAM bytes, from the published shares of zeros in maps alone: bytes are those of the
 * chip's mapping, a coded map's those of the code's model. The first layer's input and filters lie as they are. A layer's result
 * is the next one's input; where a pool stands between, only the share behind the pool is published, which is the lower.
 */
final class EyerissCode {
    static final String GROUP = "Eyeriss v1, zeros given";
    static final String METRIC = "DRAM bytes uncoded / coded";

    private static final List<String> BEFORE_A_POOL = List.of("conv1", "conv2");
    private static final String POOLED =
            "the share of zeros in its result is published behind the pool alone, where each of the largest of nine is"
                    + " left";
    private static final String ROUNDED = "the ratio is published to two digits, and so is within 4 % itself";
    private static final String NOT_PUBLISHED = "the share of zeros in its result is not published";

    private final Accelerator eyeriss;

    EyerissCode(Accelerator eyeriss) {
        this.eyeriss = eyeriss;
    }

    /**
     * @param next the layer that reads its result
     */
    Comparison comparison(NamedCsvRecord row, Optional<NamedCsvRecord> next, LayerCost cost) {
        String layer = row.getField("layer");
        OptionalDouble ours =
                next.map(each -> OptionalDouble.of(ratio(row, each, cost))).orElse(OptionalDouble.empty());
        Comparison comparison = new Comparison(
                GROUP,
                "measured silicon",
                "alexnet " + layer,
                METRIC,
                "",
                Double.parseDouble(row.getField("ratio")),
                ours,
                0.1,
                Optional.empty(),
                "Chen et al., ISSCC 2016, Fig. 14.5.6, and JSSC 52(1) 2017, Table V");
        return comparison.because(next.isEmpty() ? NOT_PUBLISHED : BEFORE_A_POOL.contains(layer) ? POOLED : ROUNDED);
    }

    private double ratio(NamedCsvRecord row, NamedCsvRecord next, LayerCost cost) {
        double input = cost.dram().bytes(Stream.INPUT_READ);
        double output = cost.dram().bytes(Stream.OUTPUT_WRITE);
        double others = cost.dram().total() - input - output;
        boolean first = row.getField("layer").equals("conv1");
        double coded = others + input * (first ? 1 : share(row)) + output * share(next);
        return cost.dram().total() / coded;
    }

    /** Coded bits of a map for each as it is, with the published share of zeros. */
    private double share(NamedCsvRecord reader) {
        double zeros = Double.parseDouble(reader.getField("zeros_in_percent")) / 100;
        long elements = 1_000_000;
        return 1
                / CodeModel.of(
                                eyeriss.compression().maps().orElseThrow(),
                                new Content(1 - zeros),
                                elements,
                                eyeriss.precision().input().bits())
                        .ratio();
    }
}
