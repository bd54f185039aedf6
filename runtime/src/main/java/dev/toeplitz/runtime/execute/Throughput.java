package dev.toeplitz.runtime.execute;

import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.tensor.Tensor;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.LongSupplier;

/**
 * How many batches a second a device takes: each brought there, run and brought back before the next, and in a {@link Pipeline}.
 *
 * @param oneByOne batches a second
 * @param inARow the same in a pipeline
 * @param kernels share of the pipeline's time in which kernels ran, had each taken its median
 */
public record Throughput(double oneByOne, double inARow, double kernels) {
    private static final int SAMPLES = 5;

    /** Measures each for about so long, on the same inputs in turn. */
    public static Throughput of(Execution execution, List<Map<Value, Tensor>> batches, double seconds) {
        batches.forEach(execution::run);
        long kernels = median(execution.repetition(batches.getFirst()));
        double alone = alone(execution, batches, seconds);
        try (Pipeline pipeline = new Pipeline(execution)) {
            Repeated repeated = new Repeated(batches, seconds);
            long began = System.nanoTime();
            long count = pipeline.run(repeated, _ -> {});
            double inARow = count / (1e-9 * (System.nanoTime() - began));
            return new Throughput(alone, inARow, inARow * kernels * 1e-9);
        }
    }

    private static double alone(Execution execution, List<Map<Value, Tensor>> batches, double seconds) {
        Repeated repeated = new Repeated(batches, seconds);
        long began = System.nanoTime();
        long count = 0;
        while (repeated.hasNext()) {
            execution.run(repeated.next());
            count++;
        }
        return count / (1e-9 * (System.nanoTime() - began));
    }

    private static long median(LongSupplier repetition) {
        long[] times = new long[SAMPLES];
        Arrays.setAll(times, _ -> repetition.getAsLong());
        Arrays.sort(times);
        return times[SAMPLES / 2];
    }

    /** Some batches again and again, until the time is over; at least each once. */
    private static final class Repeated implements Iterator<Map<Value, Tensor>> {
        private final List<Map<Value, Tensor>> batches;
        private final long end;
        private int next;

        Repeated(List<Map<Value, Tensor>> batches, double seconds) {
            this.batches = batches;
            this.end = System.nanoTime() + (long) (1e9 * seconds);
        }

        @Override
        public boolean hasNext() {
            return next < batches.size() || System.nanoTime() < end;
        }

        @Override
        public Map<Value, Tensor> next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return batches.get(next++ % batches.size());
        }
    }
}
