package dev.toeplitz.sim.scoreboard;

import dev.toeplitz.sim.mapping.Pin;
import dev.toeplitz.terms.InputException;
import dev.toeplitz.terms.LoopDim;
import dev.toeplitz.terms.MatrixAxis;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A loop nest as Timeloop prints it, {@code L3[WIO] P7 Q14 - L2[WI] N1 K16X - L1[O] K4 C4 …}: memory levels from DRAM
 * inwards with the operands they keep, and in each its loops from the outermost on, those across the array marked X. P and Q
 * are a result's column and row, R and S those of the filter, C and K the channels.
 */
record GivenNest(Map<LoopDim, Integer> tile) {
    private static final Pattern LEVEL = Pattern.compile("L(\\d)\\[(\\w+)] (.+)");
    private static final Pattern LOOP = Pattern.compile("([NCKPQRS])([1-9]\\d*)X?");

    GivenNest {
        tile = Map.copyOf(tile);
    }

    /** What one tile of DRAM's loops covers: the product of all loops of the levels within. */
    static GivenNest parse(String text) {
        Map<LoopDim, Integer> tile = new EnumMap<>(LoopDim.class);
        String[] levels = text.split(" - ");
        for (int i = 0; i < levels.length; i++) {
            Matcher level = matched(LEVEL, levels[i], "a level, as L3[WIO] P7 Q14");
            for (String word : level.group(3).split(" ")) {
                Matcher loop = matched(LOOP, word, "a loop, as P7 or K16X");
                int trips = i == 0 ? 1 : Integer.parseInt(loop.group(2));
                tile.merge(dim(loop.group(1).charAt(0)), trips, Math::multiplyExact);
            }
        }
        return new GivenNest(tile);
    }

    private static Matcher matched(Pattern pattern, String text, String expected) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.matches()) {
            throw new InputException("'%s' in a loop nest".formatted(text), expected, "correct the nest");
        }
        return matcher;
    }

    private static LoopDim dim(char letter) {
        return switch (letter) {
            case 'N' -> LoopDim.BATCH;
            case 'C' -> LoopDim.IN_CHANNEL;
            case 'K' -> LoopDim.OUT_CHANNEL;
            case 'P' -> LoopDim.OUT_COL;
            case 'Q' -> LoopDim.OUT_ROW;
            case 'R' -> LoopDim.FILTER_COL;
            case 'S' -> LoopDim.FILTER_ROW;
            default -> throw new IllegalStateException("the pattern has no other letter");
        };
    }

    /** These tiles in an order of their roles. */
    Pin pin(List<MatrixAxis> order) {
        return new Pin(tile, order, Map.of());
    }
}
