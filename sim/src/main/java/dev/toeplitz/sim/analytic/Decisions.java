package dev.toeplitz.sim.analytic;

import dev.toeplitz.graph.work.MatrixWork;
import dev.toeplitz.graph.work.Work;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Im2col;
import dev.toeplitz.sim.analytic.Decision.Part;
import dev.toeplitz.sim.cost.Counted;
import dev.toeplitz.sim.cost.Engine;
import dev.toeplitz.sim.cost.LayerCost;
import dev.toeplitz.sim.cost.Limit;
import dev.toeplitz.sim.cost.Stream;
import dev.toeplitz.sim.mapping.Hold;
import dev.toeplitz.terms.MatrixAxis;
import dev.toeplitz.terms.Operand;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream.Builder;

/** The four decisions behind a layer's cost, read from the cost itself: placement, instructions, partitioning, algorithm. */
public final class Decisions {
    /**
     * Of a command that moves a tile or starts a fold: two 64-bit operands, as Gemmini's RoCC commands take (Genc et al., DAC
     * 2021). No time or traffic is charged for them.
     */
    public static final int INSTRUCTION_BYTES = 16;

    /** Eight beats of 64 bits, as DDR3 and DDR4 have. */
    private static final int BURST_BYTES = 64;

    private final LayerCost cost;
    private final Accelerator accelerator;

    private Decisions(LayerCost cost, Accelerator accelerator) {
        this.cost = cost;
        this.accelerator = accelerator;
    }

    /** One of each part, in their order. */
    public static List<Decision> of(LayerCost cost, Accelerator accelerator) {
        Decisions decisions = new Decisions(cost, accelerator);
        for (Work work : cost.layer().work()) {
            if (work instanceof MatrixWork matrix && !cost.tiling().tile().isEmpty()) {
                Geometry geometry = new Geometry(matrix);
                return decisions.onArray(geometry, Choice.of(geometry, accelerator.peArray(), cost.tiling()));
            }
        }
        return decisions.elsewhere();
    }

    /** A line for each, indented as the rest of a mapping. */
    public static String text(LayerCost cost, Accelerator accelerator) {
        return of(cost, accelerator).stream()
                .map(each -> "- %s: %s, because %s%n"
                        .formatted(each.part().name().toLowerCase(Locale.ROOT), each.taken(), each.reason()))
                .collect(Collectors.joining());
    }

    private List<Decision> onArray(Geometry geometry, Choice choice) {
        return List.of(
                new Decision(Part.PLACEMENT, places(choice), placementReason()),
                instructions(choice),
                new Decision(Part.PARTITIONING, tiles(choice), partitioningReason()),
                algorithm(geometry));
    }

    private String places(Choice choice) {
        return List.of(Operand.values()).stream()
                .map(operand -> "%s %s '%s' (%s)"
                        .formatted(
                                lower(operand),
                                staysOnChip(operand) ? "stays in" : "between DRAM and",
                                accelerator.buffer(operand).name(),
                                lower(choice.hold(operand))))
                .collect(Collectors.joining("; "));
    }

    private boolean staysOnChip(Operand operand) {
        return switch (operand) {
            case INPUT -> bytes(Stream.INPUT_READ) == 0;
            case WEIGHT -> bytes(Stream.WEIGHT_READ) == 0;
            case OUTPUT -> bytes(Stream.OUTPUT_WRITE) == 0;
        };
    }

    private long bytes(Stream stream) {
        return cost.dram().bytes(stream);
    }

    private String placementReason() {
        if (cost.fused().isPresent()) {
            return "layers %s to %s run as one, strip by strip"
                    .formatted(cost.fused().get().first(), cost.fused().get().last());
        }
        boolean keeps = accelerator.buffers().stream().anyMatch(buffer -> buffer.keepsActivations());
        return keeps
                ? "activations stay where all that are alive fit, and weights are read when they are needed"
                : "no buffer of this accelerator keeps activations between layers";
    }

    private Decision instructions(Choice choice) {
        long loads = moves(choice, Operand.INPUT) + moves(choice, Operand.WEIGHT);
        long stores = moves(choice, Operand.OUTPUT);
        long all = loads + stores + choice.folds();
        return new Decision(
                Part.INSTRUCTIONS,
                "%,d of %d bytes, %.3f bytes a cycle"
                        .formatted(
                                all, INSTRUCTION_BYTES, (double) all * INSTRUCTION_BYTES / Math.max(1, cost.cycles())),
                "%s loaded and %,d stored, and %s started"
                        .formatted(Counted.of(loads, "tiles"), stores, Counted.of(choice.folds(), "folds")));
    }

    /** Tiles of an operand that pass between DRAM and its buffer; for the output each time that it leaves. */
    private long moves(Choice choice, Operand operand) {
        if (staysOnChip(operand)) {
            return 0;
        }
        long tiles = 1;
        for (MatrixAxis role : MatrixAxis.values()) {
            tiles *= role == Choice.still(operand) ? 1 : choice.cut(role).trips;
        }
        return tiles * (choice.hold(operand) == Hold.TILE ? choice.fetches(operand) : 1);
    }

    private String tiles(Choice choice) {
        Builder<String> trips = java.util.stream.Stream.builder();
        for (MatrixAxis role : choice.order().roles()) {
            trips.add("%s in %d".formatted(role, choice.cut(role).trips));
        }
        return "%s (%s)"
                .formatted(Counted.of(choice.tiles(), "tiles"), trips.build().collect(Collectors.joining(", ")));
    }

    private String partitioningReason() {
        return cost.tiling()
                .proof()
                .map(proof -> "none of %,d mappings has lower %s, and this one is bound by %s"
                        .formatted(
                                proof.points(),
                                proof.objective(),
                                Limit.of(cost).words()))
                .orElse("the mapping is pinned");
    }

    private Decision algorithm(Geometry geometry) {
        String product = "a matrix product of %,d x %,d x %,d"
                .formatted(geometry.work.m(), geometry.work.n(), geometry.work.k());
        product += geometry.work.groups() > 1 ? " for each of %,d groups".formatted(geometry.work.groups()) : "";
        if (!geometry.expandsInput()) {
            return new Decision(Part.ALGORITHM, product, "its left matrix lies in memory as it is: nothing to lower");
        }
        String lowered = lower(accelerator.im2col()).replace('_', '-');
        String reason = accelerator.im2col() == Im2col.EXPLICIT
                ? "the accelerator reads plain matrices alone"
                : "the accelerator makes the Toeplitz matrix itself, and an array of MACs has no use for Winograd or"
                        + " FFT";
        return new Decision(Part.ALGORITHM, "%s by %s im2col".formatted(product, lowered), reason);
    }

    private List<Decision> elsewhere() {
        long moved = cost.dram().total();
        String engine = lower(cost.engine()).replace('_', ' ');
        return List.of(
                new Decision(
                        Part.PLACEMENT,
                        moved == 0 ? "on the chip" : "through DRAM",
                        moved == 0 ? "all of it is there or nothing moves" : "%,d bytes have to pass".formatted(moved)),
                new Decision(
                        Part.INSTRUCTIONS,
                        "1 of %d bytes".formatted(INSTRUCTION_BYTES),
                        "it is one stream of elements"),
                byPixel(),
                new Decision(Part.ALGORITHM, "by the " + engine, "there is no contraction in it"));
    }

    /** Of work that wants channels of a pixel at once, how the layout serves it. */
    private Decision byPixel() {
        return ChannelWindow.of(cost.layer())
                .filter(_ -> cost.engine() == Engine.VECTOR_UNIT)
                .map(this::pieces)
                .orElseGet(() ->
                        new Decision(Part.PARTITIONING, "one piece", "it streams past, and nothing is used twice"));
    }

    private Decision pieces(ChannelWindow window) {
        ChannelWindow.Pieces pieces = window.pieces(accelerator);
        long bursts = window.bursts(pieces, accelerator.precision().input(), BURST_BYTES);
        String wants = "it wants %,d channels of a pixel at once, and maps are %s: "
                .formatted(window.channels(), accelerator.lowering().layout().name());
        if (pieces.pieces() == 1) {
            return new Decision(
                    Part.PARTITIONING,
                    "one stream of %,d bursts of %d bytes".formatted(bursts, BURST_BYTES),
                    wants + "they are at hand while it streams past");
        }
        return new Decision(
                Part.PARTITIONING,
                "planes in %,d pieces: %,d runs, %,d bursts of %d bytes"
                        .formatted(pieces.pieces(), window.runs(pieces), bursts, BURST_BYTES),
                wants
                        + "so many planes do not fit '%s'"
                                .formatted(accelerator.buffer(Operand.INPUT).name()));
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
