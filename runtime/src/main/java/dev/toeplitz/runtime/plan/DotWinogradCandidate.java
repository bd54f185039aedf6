package dev.toeplitz.runtime.plan;

import dev.toeplitz.graph.step.Step.Contract;
import dev.toeplitz.graph.step.Winograd;
import dev.toeplitz.terms.DataType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * 3 × 3 convolutions of 8-bit integers, stride 1, by F(2 × 2, 3 × 3) in integers, on a CPU, where that is estimated to take less time than
 * the sums of pairs themselves. Its tunables are the tiles of a {@code block}, into how many {@code parts} the weights fall, and the register
 * tile's {@code cols} and {@code vectors}.
 */
final class DotWinogradCandidate implements Candidate {
    private static final String CANDIDATE = "winograd-dot";
    private static final String BLOCK = "block";
    private static final String PARTS = "parts";
    /** Fewer are not worth transforming: chosen, not measured. */
    private static final int LEAST_CHANNELS = 8;
    /** An estimate is no measurement. */
    private static final double WORTH_IT = 0.9;

    @Override
    public String name() {
        return CANDIDATE;
    }

    @Override
    public boolean takesZeroPoints() {
        return true;
    }

    @Override
    public Answer answer(Task task) {
        return answer(task, layer -> {
            Optional<DotWinogradShape> best = all(layer).stream().findFirst();
            if (best.isEmpty()) {
                return Candidate.refuses("its products do not fit local memory");
            }
            double cycles = best.get().cycles();
            double direct = DotWinogradShape.direct(layer);
            return task.options().convolution() != Options.Convolution.AUTO || cycles < WORTH_IT * direct
                    ? Candidate.fits(new DotWinogradPrinter(best.get()).launch())
                    : Candidate.refuses("estimated at %.2f of the time of sums of pairs".formatted(cycles / direct));
        });
    }

    private static List<DotWinogradShape> all(WinogradLayer layer) {
        return DotWinogradShape.all(layer).stream()
                .sorted(Comparator.comparingDouble(DotWinogradShape::cycles))
                .toList();
    }

    @Override
    public List<Variant> variants(Task task) {
        List<Variant> variants = new ArrayList<>();
        answer(task, layer -> {
            all(layer).forEach(shape -> variants.add(variant(shape)));
            return Candidate.fits(List.of());
        });
        return variants;
    }

    private static Variant variant(DotWinogradShape shape) {
        return Variant.of(CANDIDATE)
                .with(BLOCK, shape.block())
                .with(PARTS, shape.parts())
                .with(TileWay.COLS, shape.tile().cols())
                .with(TileWay.VECTORS, shape.tile().vectors());
    }

    @Override
    public Answer answer(Task task, Variant variant) {
        return answer(
                task,
                layer -> of(layer, variant)
                        .map(shape -> Candidate.fits(new DotWinogradPrinter(shape).launch()))
                        .orElseGet(() -> Candidate.refuses("no such tiles and blocks fit")));
    }

    private static Optional<DotWinogradShape> of(WinogradLayer layer, Variant variant) {
        TileShape tile = new TileShape(variant.value(TileWay.COLS), variant.value(TileWay.VECTORS), PairSums.LANES);
        int parts = variant.value(PARTS);
        if (parts < 1
                || !DotWay.shapes(DotWinogradShape.product(layer), layer.task().target())
                        .contains(tile)) {
            return Optional.empty();
        }
        int panels = Math.ceilDiv(layer.filters(), tile.width());
        DotWinogradShape shape = new DotWinogradShape(layer, variant.value(BLOCK), Math.ceilDiv(panels, parts), tile);
        return shape.fits() && variant(shape).equals(variant) ? Optional.of(shape) : Optional.empty();
    }

    /** @param use what to make of the step once it is seen as tiles of outputs */
    private static Answer answer(Task task, Function<WinogradLayer, Answer> use) {
        if (!(task.step() instanceof Contract step)
                || !isEight(task.type(step.left().operand()))
                || !isEight(task.type(step.right().operand()))) {
            return Candidate.refuses("the step is no contraction of 8-bit integers");
        }
        return WinogradCandidate.seen(task, layers -> {
            if (!task.options().convolution().winograd().contains(Winograd.TWO)) {
                return Candidate.refuses("--conv asks for another way");
            }
            WinogradLayer layer = layers.apply(Winograd.TWO);
            int most = mostChannels(task, step);
            return layer.channels() < LEAST_CHANNELS || layer.channels() > most
                    ? Candidate.refuses(
                            "%d to %d input channels are worth it and stay exact".formatted(LEAST_CHANNELS, most))
                    : use.apply(layer);
        });
    }

    /**
     * As many as leave four times a result, the sum of 9 products for each channel, in 32 bits. In 16 bits there is room: the input's transform adds
     * four numbers, the filter's at most nine times one, and none of them is larger than 255.
     */
    private static int mostChannels(Task task, Contract step) {
        int input = task.zeroPoints().largest(task.type(step.left().operand()), false);
        int weight = task.zeroPoints().largest(task.type(step.right().operand()), true);
        return Integer.MAX_VALUE / (PairedFilters.SCALE * Winograd.TAPS * Winograd.TAPS * input * weight);
    }

    private static boolean isEight(DataType type) {
        return type == DataType.INT8 || type == DataType.UINT8;
    }
}
