package dev.toeplitz.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.GraphBuilder;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Conv;
import dev.toeplitz.graph.step.Window;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.graph.zoo.Networks;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Dataflow;
import dev.toeplitz.hw.Im2col;
import dev.toeplitz.hw.yaml.Accelerators;
import dev.toeplitz.sim.Fusion.Chain;
import dev.toeplitz.sim.cost.NetworkCost;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class FusionTest {
    /** Each strip's rows collected one by one, from the result back to the input. */
    @Property(tries = 300)
    void rowsOfStripsAreThoseOfAWalkBackThroughTheWindows(@ForAll long seed) {
        Random random = new Random(seed);
        List<Window> windows = new ArrayList<>();
        int layers = 1 + random.nextInt(4);
        int[] heights = new int[layers + 1];
        heights[0] = 20 + random.nextInt(40);
        for (int i = 0; i < layers; i++) {
            int size = 1 + random.nextInt(3);
            int stride = 1 + random.nextInt(size);
            windows.add(Window.of(size, stride, random.nextInt(size)));
            Window window = windows.getLast();
            heights[i + 1] = (heights[i] + 2 * window.before() - size) / stride + 1;
        }
        int strip = 1 + random.nextInt(heights[layers]);
        Fusion.Rows rows = Fusion.Rows.of(windows, heights, strip);
        long[] walked = new long[layers + 1];
        int strips = 0;
        for (int from = 0; from < heights[layers]; from += strip) {
            strips++;
            Set<Integer> needed = new TreeSet<>();
            for (int row = from; row < Math.min(from + strip, heights[layers]); row++) {
                needed.add(row);
            }
            walked[layers] += needed.size();
            for (int map = layers; map > 0; map--) {
                needed = before(needed, windows.get(map - 1), heights[map - 1]);
                walked[map - 1] += needed.size();
            }
        }
        assertThat(rows.strips()).isEqualTo(strips);
        assertThat(rows.sums()).isEqualTo(walked);
    }

    private static Set<Integer> before(Set<Integer> rows, Window window, int height) {
        Set<Integer> needed = new TreeSet<>();
        for (int row : rows) {
            for (int tap = 0; tap < window.size(); tap++) {
                int index = row * window.stride() + tap * window.dilation() - window.before();
                if (index >= 0 && index < height) {
                    needed.add(index);
                }
            }
        }
        return needed;
    }

    private static Graph pair(int extent) {
        GraphBuilder graph = new GraphBuilder("pair");
        Value x = graph.input("x", TensorType.float32(1, 16, extent, extent));
        x = graph.node("a", Conv.square(3, 1, 1, 1), x, graph.weight("wa", 16, 16, 3, 3));
        graph.output(graph.node("b", Conv.square(3, 1, 1, 1), x, graph.weight("wb", 16, 16, 3, 3)));
        return graph.build();
    }

    /** Two layers in one piece: the map between them is neither written nor read, and nothing is done twice. */
    @Test
    void whereAllFitsTheMapBetweenIsSavedAndNothingElse() {
        Accelerator machine = Machines.of(16, 16, Dataflow.WEIGHT_STATIONARY, 1 << 20, 4);
        NetworkCost cost = Simulator.simulate(pair(32), machine);
        List<Chain> chains = Fusion.chains(cost);
        assertThat(chains).hasSize(1);
        Chain chain = chains.getFirst();
        assertThat(chain.strips()).isEqualTo(1);
        assertThat(chain.haloMacs()).isZero();
        assertThat(chain.dramBytesBefore() - chain.dramBytes()).isEqualTo(2L * 16 * 32 * 32);
        assertThat(chain.cycles()).isLessThanOrEqualTo(chain.cyclesBefore());
    }

    /** 8 KiB hold a few rows of 512 bytes: strips, whose edges are made twice. */
    @Test
    void whereTheBufferIsSmallStripsPayForTheirHalo() {
        Accelerator machine = Machines.of(16, 16, Dataflow.WEIGHT_STATIONARY, 8192, 0.5);
        Chain chain = Fusion.chains(Simulator.simulate(pair(32), machine)).getFirst();
        assertThat(chain.strips()).isGreaterThan(1);
        long rows = 32 + 2L * (chain.strips() - 1);
        assertThat(chain.haloMacs()).isEqualTo((rows - 32) * 32 * 16 * 16 * 9);
        long input = 16L * 32 * (32 + 4L * (chain.strips() - 1));
        assertThat(chain.dramBytes()).isEqualTo(input + 2 * 16 * 16 * 9 + 16 * 32 * 32);
    }

    @Test
    void chainsOfNetworksSaveBytesAndTakeNoLonger() {
        for (String network : List.of("vgg16", "mobilenet-v1", "resnet50")) {
            for (String machine : List.of("zu9eg-32x32", "nvdla-large", "gemmini-firesim")) {
                NetworkCost cost = Simulator.simulate(Networks.named(network).build(), Accelerators.load(machine));
                int after = 0;
                for (Chain chain : Fusion.chains(cost)) {
                    assertThat(chain.first()).isGreaterThanOrEqualTo(after);
                    assertThat(chain.last()).isGreaterThan(chain.first());
                    assertThat(chain.cycles()).isLessThanOrEqualTo(chain.cyclesBefore());
                    assertThat(chain.dramBytes()).isLessThan(chain.dramBytesBefore());
                    assertThat(chain.haloMacs()).isNotNegative();
                    after = chain.last() + 1;
                }
            }
        }
    }

    @Test
    void matricesInDramAndMapsThatStayAnywayAreNotFused() {
        Accelerator machine = Machines.of(16, 16, Dataflow.WEIGHT_STATIONARY, 1 << 20, 4);
        assertThat(Fusion.chains(Simulator.simulate(pair(32), machine.with(Im2col.EXPLICIT))))
                .isEmpty();
        assertThat(Fusion.chains(Simulator.simulate(pair(32), Accelerators.load("tpu-v1"))))
                .isEmpty();
    }
}
