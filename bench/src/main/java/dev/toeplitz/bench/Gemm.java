package dev.toeplitz.bench;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.GraphBuilder;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.MatMul;
import dev.toeplitz.graph.pass.RandomWeights;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.runtime.Inputs;
import dev.toeplitz.runtime.execute.Execution;
import dev.toeplitz.runtime.execute.Peaks;
import dev.toeplitz.runtime.library.Network;
import dev.toeplitz.runtime.opencl.OpenClDevice;
import dev.toeplitz.runtime.opencl.ProgramCache;
import dev.toeplitz.runtime.plan.Options;
import dev.toeplitz.runtime.plan.Plan;
import dev.toeplitz.runtime.plan.Target;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What share of the device's fused multiply-adds do square matrix products reach, with a weight that is packed beforehand and with two
 * operands that are not? Limit: the peak, which is measured in turn with them. Wanted: 0.85. CLBlast's share is printed beside them where
 * its library is there.
 */
public final class Gemm {
    private static final int TRIES = 15;
    private static final List<Integer> SIZES = List.of(512, 1024, 2048);

    private Gemm() {}

    /** Sizes, 512, 1024 and 2048 by default. */
    public static void main(String[] arguments) {
        List<Integer> sizes = arguments.length == 0
                ? SIZES
                : Arrays.stream(arguments).map(Integer::valueOf).toList();
        OpenClDevice device = Network.device("pocl");
        System.out.printf(
                "%s; best of %d, GFLOP/s and share of the measured peak%n%6s %10s %18s %18s %18s %8s%n",
                device.description().name(),
                TRIES,
                "size",
                "peak",
                "packed weight",
                "two operands",
                "CLBlast",
                "ratio");
        try (Clblast clblast = Clblast.open()) {
            sizes.forEach(size -> System.out.println(line(size, device, clblast)));
            System.out.print(clblast.isThere() ? "" : "CLBlast is left out: " + clblast.why() + "\n");
        }
    }

    /** One size's line. */
    static String line(int size, OpenClDevice device, Clblast clblast) {
        double flop = 2.0 * size * size * size;
        double peak = 0;
        double packed = 0;
        double plain = 0;
        double other = 0;
        try (Product weight = new Product(graph(size, true), device);
                Product operands = new Product(graph(size, false), device);
                Clblast.Product theirs = clblast.product(size)) {
            for (int i = 0; i < TRIES; i++) {
                peak = Math.max(peak, Peaks.of(device, ProgramCache.NONE).flopPerSecond() / 1e9);
                packed = Math.max(packed, flop / weight.nanoseconds());
                plain = Math.max(plain, flop / operands.nanoseconds());
                other = Math.max(other, flop / theirs.nanoseconds());
            }
        }
        return "%6d %10.1f %s %s %s %s"
                .formatted(
                        size,
                        peak,
                        share(packed, peak),
                        share(plain, peak),
                        clblast.isThere() ? share(other, peak) : "%18s".formatted("-"),
                        clblast.isThere() ? "%8.2f".formatted(plain / other) : "%8s".formatted("-"));
    }

    private static String share(double found, double peak) {
        return "%11.1f (%.2f)".formatted(found, found / peak);
    }

    static Graph graph(int size, boolean packed) {
        GraphBuilder graph = new GraphBuilder("product");
        Value left = graph.input("left", TensorType.float32(size, size));
        Value right = packed ? graph.weight("right", size, size) : graph.input("right", TensorType.float32(size, size));
        graph.output(graph.node("product", new MatMul(), left, right));
        return RandomWeights.fill(graph.build(), 1);
    }

    /** A product on the device, timed by its clock. */
    static final class Product implements AutoCloseable {
        private final Execution execution;
        private final Map<Value, Tensor> inputs = new HashMap<>();

        Product(Graph graph, OpenClDevice device) {
            Plan plan = Plan.of(graph, Options.of(Target.of(device.description())));
            execution = new Execution(plan, device);
            Inputs.random(graph, 1)
                    .forEach((value, tensor) -> inputs.put(value, new Tensor.Floats(value.type(), tensor.toFloats())));
        }

        long nanoseconds() {
            long[] sum = new long[1];
            execution.run(inputs, (_, nanoseconds) -> sum[0] += nanoseconds);
            return sum[0];
        }

        @Override
        public void close() {
            execution.close();
        }
    }
}
