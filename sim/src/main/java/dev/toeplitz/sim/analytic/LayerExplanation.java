package dev.toeplitz.sim.analytic;

import static dev.toeplitz.sim.cost.Explanation.given;

import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Interconnect;
import dev.toeplitz.hw.PeArray;
import dev.toeplitz.sim.cost.Explanation;
import dev.toeplitz.sim.cost.Explanation.Rule;
import dev.toeplitz.sim.cost.LayerCost;
import dev.toeplitz.sim.cost.Stall;
import dev.toeplitz.sim.cost.Stream;
import java.util.ArrayList;
import java.util.List;

/** A layer's figures as trees of formulas and inputs. Allocates freely; it is for reports, not for searches. */
public final class LayerExplanation {
    private final LayerCost cost;
    private final Accelerator accelerator;

    private LayerExplanation(LayerCost cost, Accelerator accelerator) {
        this.cost = cost;
        this.accelerator = accelerator;
    }

    /** The figures of a layer, each with its reasons: cycles, DRAM bytes, utilization, arithmetic intensity. */
    public static List<Explanation> of(LayerCost cost, Accelerator accelerator) {
        LayerExplanation layer = new LayerExplanation(cost, accelerator);
        List<Explanation> figures = new ArrayList<>(
                List.of(layer.cycles(), layer.dram(), layer.utilization(), layer.intensity(), layer.time()));
        cost.fused()
                .ifPresent(share ->
                        figures.add(given("the chain saves", share.chainBytesSaved(), "DRAM bytes", share.words())));
        return figures;
    }

    private Explanation cycles() {
        List<Explanation> parts = new ArrayList<>(List.of(busy()));
        for (Stall stall : cost.stalls()) {
            String name = "stall: " + stall.cause().name().toLowerCase().replace('_', ' ');
            parts.add(given(name, stall.cycles(), "cycles", stall.cause().reason()));
        }
        String formula = cost.share().by().isEmpty()
                ? "busy cycles + stalls"
                : "busy cycles + stalls of the slowest of %d cores, by %s"
                        .formatted(cost.share().used(), cost.share().words());
        return sum("cycles", "cycles", formula, parts);
    }

    private Explanation busy() {
        return switch (cost.engine()) {
            case ARRAY -> exposed();
            case VECTOR_UNIT -> lanes();
            case DMA -> given("busy cycles", cost.busyCycles(), "cycles", "bytes ÷ the slower of DRAM and buffer port");
            case NONE -> given("busy cycles", 0, "cycles", "the same bytes under another shape");
        };
    }

    private Explanation exposed() {
        if (cost.busyCycles() == cost.arrayCycles()) {
            return array();
        }
        return Explanation.of(
                "busy cycles",
                "cycles",
                "array cycles + vector cycles, one after the other",
                Rule.SUM,
                array(),
                lanes());
    }

    private Explanation lanes() {
        long lanes = (long) cost.share().used() * accelerator.vectorUnit().lanes();
        return given(
                "vector cycles",
                cost.vectorCycles(),
                "cycles",
                "⌈Σ operations × cycles of their kind ÷ %d lanes⌉".formatted(lanes));
    }

    private Explanation array() {
        PeArray array = accelerator.peArray();
        Explanation folds = given(
                "folds",
                cost.array().folds(),
                "",
                "tiles × ⌈%s ÷ %d rows⌉ × ⌈%s ÷ %d columns⌉ × groups%s"
                        .formatted(
                                array.dataflow().rows(),
                                array.rows(),
                                array.dataflow().cols(),
                                array.cols(),
                                array.dataflow().mostCycles().isPresent()
                                        ? " × ⌈cycles in time ÷ %d⌉"
                                                .formatted(array.dataflow()
                                                        .mostCycles()
                                                        .getAsInt())
                                        : ""));
        return switch (array.dataflow().interconnect()) {
            case Interconnect.Systolic _
            when array.shadowRegisters() ->
                given(
                        "array cycles",
                        cost.arrayCycles(),
                        "cycles",
                        "max(steps, (folds − 1) × rows + steps of the last fold) + fill and drain");
            case Interconnect.Systolic _ ->
                perFold(
                        folds,
                        ArrayStage.fillAndDrain(array),
                        array.dataflow().preloads() ? "2 × rows + columns − 2" : "rows + columns − 2");
            case Interconnect.Broadcast(int pipeline) -> perFold(folds, pipeline, "depth of the pipeline");
        };
    }

    private Explanation perFold(Explanation folds, long overhead, String formula) {
        double steps = cost.arrayCycles() - folds.value() * overhead;
        return Explanation.of(
                "array cycles",
                "cycles",
                "steps of all folds + folds × fill and drain",
                Rule.SUM,
                given("steps", steps, "cycles", "extent of the loops in time, summed over folds"),
                Explanation.of(
                        "fill and drain",
                        "cycles",
                        "folds × cycles a fold",
                        Rule.PRODUCT,
                        folds,
                        given("fill and drain of a fold", overhead, "cycles", formula)));
    }

    private Explanation dram() {
        List<Explanation> parts = new ArrayList<>();
        for (Stream stream : Stream.values()) {
            if (cost.dram().bytes(stream) > 0) {
                String name = stream.name().toLowerCase().replace('_', ' ');
                parts.add(given(name, cost.dram().bytes(stream), "bytes", fetched() + coded(stream)));
            }
        }
        return sum("DRAM bytes", "bytes", "Σ streams", parts);
    }

    private String coded(Stream stream) {
        long uncoded = cost.uncoded().bytes(stream);
        return uncoded == cost.dram().bytes(stream) ? "" : ", coded; %,d bytes on the chip".formatted(uncoded);
    }

    private String fetched() {
        return cost.fused().isEmpty()
                ? "distinct bytes of each tile × times it is fetched"
                : "bytes of a row × rows of all strips; weights once, or for each strip";
    }

    private Explanation utilization() {
        return Explanation.of(
                "utilization",
                "",
                "MACs ÷ (cycles × MACs a cycle)",
                Rule.QUOTIENT,
                given(
                        "MACs",
                        cost.macs(),
                        "",
                        cost.fused().isEmpty()
                                ? "product of all loops"
                                : "product of all loops, the halo's rows again"),
                Explanation.of(
                        "MACs at peak",
                        "",
                        "cycles × MACs a cycle",
                        Rule.PRODUCT,
                        given("cycles", Math.max(1, cost.cycles()), "cycles", "above"),
                        given("MACs a cycle", accelerator.macsPerCycle(), "", perCycle())));
    }

    private String perCycle() {
        return accelerator.cores() == 1 ? "rows × columns × MACs a PE" : "cores × rows × columns × MACs a PE";
    }

    private Explanation intensity() {
        return Explanation.of(
                "arithmetic intensity",
                "operations a byte",
                "(2 × MACs + vector operations) ÷ DRAM bytes",
                Rule.QUOTIENT,
                Explanation.of(
                        "operations",
                        "",
                        "2 × MACs + vector operations",
                        Rule.SUM,
                        given("2 × MACs", 2.0 * cost.macs(), "", "a MAC is two"),
                        given("vector operations", cost.operations(), "", "of all kinds")),
                given("DRAM bytes", cost.dram().total(), "bytes", "above"));
    }

    private Explanation time() {
        return Explanation.of(
                "time",
                "seconds",
                "cycles ÷ clock",
                Rule.QUOTIENT,
                given("cycles", cost.cycles(), "cycles", "above"),
                given("clock", accelerator.clockMegahertz() * 1e6, "Hz", accelerator.name()));
    }

    private static Explanation sum(String name, String unit, String formula, List<Explanation> parts) {
        return Explanation.of(name, unit, formula, Rule.SUM, parts.toArray(Explanation[]::new));
    }
}
