package dev.toeplitz.sim.cost;

import java.util.DoubleSummaryStatistics;
import java.util.List;

/** How often each action that has a price happens in a layer, in the order in which its energy is summed. */
public final class ActionCounts {
    /** One action by the number that its price has. */
    public record Counted(int price, long count) {}

    private final int[] prices;
    private final long[] counts;

    public ActionCounts(List<Counted> actions) {
        prices = actions.stream().mapToInt(Counted::price).toArray();
        counts = actions.stream().mapToLong(Counted::count).toArray();
    }

    /** The sum of counts times prices; with the compensation that a stream's sum has, so that it is the same double. */
    public double picojoules(double[] each) {
        DoubleSummaryStatistics sum = new DoubleSummaryStatistics();
        for (int i = 0; i < counts.length; i++) {
            sum.accept(counts[i] * each[prices[i]]);
        }
        return sum.getSum();
    }
}
