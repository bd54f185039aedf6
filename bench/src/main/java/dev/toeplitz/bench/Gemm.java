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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What share of the device's fused multiply-adds do square matrix products reach, with a weight that is packed beforehand and with two
 * operands that are not? Several products are in a row, each of the one before. The first finds the driver's threads asleep and is told
 * by itself; the others find them awake, as layers of a network do. Limit: the peak, which is measured in turn with them. Wanted: 0.85.
 * CLBlast's share is printed beside them where its library is there; it runs one product at a time, like the first.
 */
public final class Gemm {
    private static final int TRIES = 15;
    private static final int IN_A_ROW = 4;
    private static final List<Integer> SIZES = List.of(512, 1024, 2048);

    private Gemm() {}

    /** Sizes, 512, 1024 and 2048 by default. */
    public static void main(String[] arguments) {
        List<Integer> sizes = arguments.length == 0
                ? SIZES
                : Arrays.stream(arguments).map(Integer::valueOf).toList();
        OpenClDevice device = Network.device("pocl");
        System.out.printf(
                "%s; best of %d, GFLOP/s and share of the measured peak%n%6s %10s %18s %18s %18s %18s %18s %8s%n",
                device.description().name(),
                TRIES,
                "size",
                "peak",
                "packed weight",
                "the first",
                "two operands",
                "the first",
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
        Best packed = new Best();
        Best plain = new Best();
        double other = 0;
        try (Product weight = new Product(graph(size, true), device);
                Product operands = new Product(graph(size, false), device);
                Clblast.Product theirs = clblast.product(size)) {
            for (int i = 0; i < TRIES; i++) {
                peak = Math.max(peak, Peaks.of(device, ProgramCache.NONE).flopPerSecond() / 1e9);
                packed.add(weight.nanoseconds());
                plain.add(operands.nanoseconds());
                other = Math.max(other, flop / theirs.nanoseconds());
            }
        }
        return "%6d %10.1f %s %s %s %s %s %s"
                .formatted(
                        size,
                        peak,
                        share(flop / packed.later, peak),
                        share(flop / packed.first, peak),
                        share(flop / plain.later, peak),
                        share(flop / plain.first, peak),
                        clblast.isThere() ? share(other, peak) : "%18s".formatted("-"),
                        clblast.isThere() ? "%8.2f".formatted(flop / plain.first / other) : "%8s".formatted("-"));
    }

    /** The least nanoseconds that the first product of a row took, and one of those after it. */
    private static final class Best {
        private long first = Long.MAX_VALUE;
        private long later = Long.MAX_VALUE;

        private void add(List<Long> nanoseconds) {
            first = Math.min(first, nanoseconds.getFirst());
            for (long one : nanoseconds.subList(1, nanoseconds.size())) {
                later = Math.min(later, one);
            }
        }
    }

    private static String share(double found, double peak) {
        return "%11.1f (%.2f)".formatted(found, found / peak);
    }

    static Graph graph(int size, boolean packed) {
        GraphBuilder graph = new GraphBuilder("product");
        Value left = graph.input("left", TensorType.float32(size, size));
        Value right = packed ? graph.weight("right", size, size) : graph.input("right", TensorType.float32(size, size));
        Value product = left;
        for (int i = 0; i < IN_A_ROW; i++) {
            product = graph.node("product" + i, new MatMul(), product, right);
        }
        graph.output(product);
        return RandomWeights.fill(graph.build(), 1);
    }

    /** Products in a row on the device, each timed by its clock. */
    static final class Product implements AutoCloseable {
        private final Execution execution;
        private final Map<Value, Tensor> inputs = new HashMap<>();

        Product(Graph graph, OpenClDevice device) {
            Plan plan = Plan.of(graph, Options.of(Target.of(device.description())));
            execution = new Execution(plan, device);
            Inputs.random(graph, 1)
                    .forEach((value, tensor) -> inputs.put(value, new Tensor.Floats(value.type(), tensor.toFloats())));
        }

        List<Long> nanoseconds() {
            List<Long> each = new ArrayList<>();
            execution.run(inputs, (_, nanoseconds) -> each.add(nanoseconds));
            return each;
        }

        @Override
        public void close() {
            execution.close();
        }
    }
}
