package dev.toeplitz.hw;

import dev.toeplitz.terms.InputException;
import dev.toeplitz.terms.LoopDim;
import dev.toeplitz.terms.LoopSet;
import dev.toeplitz.terms.MatrixAxis;
import dev.toeplitz.terms.Operand;
import dev.toeplitz.terms.Require;
import java.util.List;
import java.util.Map;

/**
 * How an operand's loads go with the work of an engine whose loops are fixed: it goes on from block to block of pixels, or of
 * output channels, and may begin its loads again with each.
 *
 * @param each steps of the loops that do not move the operand in a block, for which it is loaded anew whatever lies in its
 *     buffer; of loops that are not named each step begins a block. A role stands for all its loops together. {@link #ARRAY}
 *     for as many as lie on the array. Where no loop is named the whole layer is one block
 * @param unlessWhole whether what fits the operand's buffer whole is loaded once all the same
 * @param ahead whether a block's first load may pass while the block before is worked on. Where it may not, a double buffer
 *     hides all loads of a block but the first; a single one is filled while the first of the block's steps is worked on
 */
public record Loading(Map<LoopSet, Integer> each, boolean unlessWhole, boolean ahead) {
    /** As many steps as lie on the array. */
    public static final int ARRAY = 0;

    public Loading {
        each = Map.copyOf(each);
        each.forEach((loop, steps) -> Require.atLeast("each." + loop.toString().toLowerCase(), steps, ARRAY));
    }

    /** Refuses loops that move the operand: another part of it is loaded with them in any case. */
    void check(Operand operand) {
        List<LoopSet> still = switch (operand) {
            case WEIGHT -> List.of(MatrixAxis.M, LoopDim.BATCH, LoopDim.OUT_DEPTH, LoopDim.OUT_ROW, LoopDim.OUT_COL);
            case INPUT -> List.of(MatrixAxis.N, LoopDim.OUT_CHANNEL);
            case OUTPUT ->
                throw new InputException(
                        "loads names the output", "weight or input: results are not loaded", "leave it out");
        };
        for (LoopSet loop : each.keySet()) {
            if (!still.contains(loop)) {
                throw new InputException(
                        "loads.%s.each names %s".formatted(operand.name().toLowerCase(), loop),
                        "one of " + still,
                        "leave it out");
            }
        }
    }
}
