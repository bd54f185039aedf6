package dev.toeplitz.runtime.tune;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.runtime.Inputs;
import dev.toeplitz.runtime.execute.Execution;
import dev.toeplitz.runtime.opencl.OpenClDevice;
import dev.toeplitz.runtime.opencl.ProgramCache;
import dev.toeplitz.runtime.plan.Options;
import dev.toeplitz.runtime.plan.Plan;
import dev.toeplitz.runtime.plan.Tuning;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * A whole network's time as estimated and as tuned, measured in turn.
 *
 * @param estimateNanoseconds of all kernels, the median
 * @param tunedNanoseconds likewise
 * @param ratio tuned over estimate, the median of all pairs
 * @param least the least such ratio of a pair
 * @param most the largest
 */
public record SideBySide(
        long estimateNanoseconds, long tunedNanoseconds, double ratio, double least, double most, int pairs) {
    /** Time for the pairs of networks that are run so soon that there may be many. */
    private static final double NANOSECONDS = 10e9;

    private static final int MOST_PAIRS = 100;

    /** Measures at least twice as many pairs as for a single shape. */
    public static SideBySide of(Graph graph, Options options, Tuning tuning, OpenClDevice device, Effort effort) {
        Map<Value, Tensor> inputs = Inputs.random(graph, 1);
        try (Execution estimated = new Execution(Plan.of(graph, options), device, ProgramCache.ofUser());
                Execution tuned = new Execution(Plan.of(graph, options, tuning), device, ProgramCache.ofUser())) {
            LongSupplier first = estimated.repetition(inputs);
            LongSupplier second = tuned.repetition(inputs);
            first.getAsLong();
            second.getAsLong();
            double once = (double) first.getAsLong() + second.getAsLong();
            int pairs = (int) Math.clamp(NANOSECONDS / once, 2 * effort.pairs(), MOST_PAIRS);
            Duel duel = Duel.whole(first, second, pairs);
            double[] ratios = duel.ratios();
            return new SideBySide(
                    Duel.median(duel.incumbent()),
                    Duel.median(duel.challenger()),
                    duel.ratio(),
                    ratios[0],
                    ratios[ratios.length - 1],
                    ratios.length);
        }
    }
}
