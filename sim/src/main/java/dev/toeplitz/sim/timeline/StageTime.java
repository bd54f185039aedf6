package dev.toeplitz.sim.timeline;

import dev.toeplitz.sim.analytic.Stage;
import dev.toeplitz.sim.cost.Cause;
import dev.toeplitz.sim.cost.Engine;
import dev.toeplitz.sim.cost.LayerCost;
import dev.toeplitz.sim.cost.Stall;
import dev.toeplitz.sim.cost.Stream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The time that a stage took, as costs of its layers in whole cycles. */
final class StageTime {
    private static final Cause[] CAUSES = Cause.values();

    private StageTime() {}

    /**
     * @param slowest the core that set the time
     * @param ticks stalls by cause
     * @param cycles the stage's share of the network's time
     */
    static List<LayerCost> rows(Stage stage, int slowest, long[] ticks, long cycles) {
        if (stage.rows().size() > 1) {
            return inStrips(stage.rows(), ticks, cycles);
        }
        LayerCost cost = stage.parts().get(slowest).cost();
        boolean moves = cost.engine() == Engine.DMA;
        long ends = ticks[Cause.FIRST_TILE.ordinal()] + ticks[Cause.LAST_TILE.ordinal()];
        long busy = moves ? Math.max(0, cycles - Math.ceilDiv(ends, Timeline.TICKS_PER_CYCLE)) : cost.busyCycles();
        if (moves) {
            // All its time between the ends is movement; what it waits for there is itself.
            for (Cause cause : CAUSES) {
                ticks[cause.ordinal()] =
                        cause == Cause.FIRST_TILE || cause == Cause.LAST_TILE ? ticks[cause.ordinal()] : 0;
            }
        }
        return List.of(stage.cost().inTimeOf(cost.with(busy, stalls(ticks, cycles - busy))));
    }

    /** Each layer is busy as the closed form has it; what all wait for is shared by what each has of it. */
    private static List<LayerCost> inStrips(List<LayerCost> rows, long[] ticks, long cycles) {
        long busy = rows.stream().mapToLong(LayerCost::busyCycles).sum();
        List<List<Stall>> stalls = new ArrayList<>();
        rows.forEach(_ -> stalls.add(new ArrayList<>()));
        for (Stall stall : stalls(ticks, cycles - busy)) {
            double[] weights = weights(rows, stall.cause());
            double weight = Arrays.stream(weights).sum();
            long left = stall.cycles();
            for (int i = 0; i < weights.length && left > 0; i++) {
                long share = weights[i] == weight ? left : Math.round(left * (weights[i] / weight));
                if (share > 0) {
                    stalls.get(i).add(new Stall(stall.cause(), share));
                }
                left -= share;
                weight -= weights[i];
            }
        }
        List<LayerCost> timed = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            timed.add(rows.get(i).with(rows.get(i).busyCycles(), stalls.get(i)));
        }
        return timed;
    }

    /** What each layer has of a cause: bytes of it, or the closed form's stalls; where none has any, its time. */
    private static double[] weights(List<LayerCost> rows, Cause cause) {
        double[] weights = new double[rows.size()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = rows.get(i).stallCycles(cause);
            for (Map.Entry<Stream, Long> each : rows.get(i).dram().bytes().entrySet()) {
                weights[i] += each.getKey().cause() == cause ? each.getValue() : 0;
            }
        }
        if (Arrays.stream(weights).sum() == 0) {
            Arrays.setAll(weights, i -> rows.get(i).cycles() + 1.0);
        }
        return weights;
    }

    /** Ticks by cause as whole cycles that sum to {@code cycles}. */
    private static List<Stall> stalls(long[] ticks, long cycles) {
        long sum = Arrays.stream(ticks).sum();
        long left = cycles;
        List<Stall> stalls = new ArrayList<>();
        for (Cause cause : CAUSES) {
            long amount = ticks[cause.ordinal()];
            long share = amount == 0 ? 0 : amount == sum ? left : Math.round(left * (amount / (double) sum));
            if (share > 0) {
                stalls.add(new Stall(cause, share));
            }
            left -= share;
            sum -= amount;
        }
        if (left > 0 && stalls.isEmpty()) { // the rounding of the ends to whole cycles
            stalls.add(new Stall(Cause.LAST_TILE, left));
        }
        return stalls;
    }
}
