package dev.toeplitz.sim.fusion;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.GraphBuilder;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Add;
import dev.toeplitz.graph.op.Conv;
import dev.toeplitz.graph.op.Pool;
import dev.toeplitz.graph.op.Relu;
import dev.toeplitz.graph.step.Window;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Buffer;
import dev.toeplitz.hw.Dataflow;
import dev.toeplitz.hw.VectorUnit;
import dev.toeplitz.sim.Machines;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Small networks of convolutions, poolings, activations and residual additions in a row, and the windows they were made of,
 * by node; a node without one reads row by row.
 */
record RandomChains(Graph graph, Map<String, Window> windows) {
    static RandomChains of(Random random) {
        GraphBuilder graph = new GraphBuilder("chain");
        Map<String, Window> windows = new HashMap<>();
        int channels = 1 + random.nextInt(8);
        Value x = graph.input("x", TensorType.float32(1 + random.nextInt(2), channels, 8 + random.nextInt(16), 14));
        int nodes = 2 + random.nextInt(5);
        Value before = x;
        for (int i = 0; i < nodes; i++) {
            String name = "n" + i;
            Value previous = x;
            int kind = random.nextInt(5);
            if (kind == 0 && Math.min(x.type().shape().at(2), x.type().shape().at(3)) > 4) {
                windows.put(name, Window.of(2 + random.nextInt(2), 1 + random.nextInt(2), 0));
                Window window = windows.get(name);
                x = graph.node(name, Pool.max(window.size(), window.stride(), 0, random.nextBoolean()), x);
            } else if (kind == 1) {
                x = graph.node(name, new Relu(), x);
            } else if (kind == 2 && before != x && before.type().equals(x.type())) {
                x = graph.node(name, new Add(), x, before);
            } else {
                int size = 1 + 2 * random.nextInt(2);
                int stride = size == 3 && random.nextInt(3) == 0 ? 2 : 1;
                windows.put(name, Window.of(size, stride, size / 2));
                x = graph.node(
                        name,
                        Conv.square(size, stride, size / 2, 1),
                        x,
                        graph.weight("w" + i, channels, channels, size, size));
            }
            before = random.nextBoolean() ? previous : before;
        }
        graph.output(x);
        return new RandomChains(graph.build(), windows);
    }

    /** Little buffers and slow DRAM, with and without maps that stay and followers that join. */
    static Accelerator machine(Random random) {
        Accelerator plain = Machines.of(
                4, 4, Dataflow.WEIGHT_STATIONARY, 256L << random.nextInt(6), 0.25 * (1 + random.nextInt(12)));
        boolean keeps = random.nextInt(4) == 0;
        List<Buffer> buffers = plain.buffers().stream()
                .map(each -> new Buffer(
                        each.name(), each.holds(), each.bytes(), each.doubleBuffered(), each.bytesPerCycle(), keeps))
                .toList();
        return plain.with(buffers, plain.accumulators()).with(new VectorUnit(8, 1, 1, random.nextBoolean()));
    }
}
