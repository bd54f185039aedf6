package dev.toeplitz.sim.analytic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.GraphBuilder;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Lrn;
import dev.toeplitz.graph.op.Operator;
import dev.toeplitz.graph.op.Relu;
import dev.toeplitz.graph.op.Softmax;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.graph.work.Layers;
import dev.toeplitz.hw.Layout;
import dev.toeplitz.sim.analytic.ChannelWindow.Pieces;
import dev.toeplitz.terms.DataType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Runs and bursts of maps that are wanted by pixel, against a walk through every address. */
class ChannelWindowTest {
    private static Optional<ChannelWindow> of(Operator operator, int... shape) {
        GraphBuilder graph = new GraphBuilder("one");
        Value x = graph.input("x", TensorType.float32(shape));
        graph.output(graph.node("node", operator, x));
        Graph built = graph.build();
        return ChannelWindow.of(Layers.single(built).getFirst());
    }

    @Test
    void onlyWhatSpansChannelsAloneWantsThemAtOnce() {
        assertThat(of(new Lrn(5, 1e-4, 0.75, 1), 2, 96, 55, 55)).contains(new ChannelWindow(5, 192, 3025));
        assertThat(of(new Lrn(5, 1e-4, 0.75, 1), 1, 3, 4, 4))
                .as("no more channels than there are")
                .contains(new ChannelWindow(3, 3, 16));
        assertThat(of(new Softmax(1, 1), 1, 21, 8, 8)).contains(new ChannelWindow(21, 21, 64));
        assertThat(of(new Softmax(3, 1), 1, 21, 8, 8)).isEmpty();
        assertThat(of(new Relu(), 1, 8, 4, 4)).isEmpty();
    }

    /** One image carried out: the addresses in the order in which they are loaded, and how many elements are held at most. */
    private static final class Walk {
        private final List<List<Integer>> runs = new ArrayList<>();
        private int mostHeld;

        /** Each pixel of a piece waits until all channels around one have come; the oldest then makes room for the next. */
        Walk(int channels, int pixels, int window, int piece, Layout layout) {
            Map<Integer, Integer> loads = new HashMap<>();
            Set<Integer> held = new HashSet<>();
            int last = -2;
            for (int first = 0; first < pixels; first += piece) {
                int end = Math.min(pixels, first + piece);
                held.clear();
                for (int[] at : order(channels, first, end, layout)) {
                    int address = layout == Layout.NCHW ? at[0] * pixels + at[1] : at[1] * channels + at[0];
                    if (address != last + 1) {
                        runs.add(new ArrayList<>());
                    }
                    runs.getLast().add(address);
                    last = address;
                    loads.merge(address, 1, Integer::sum);
                    held.remove(key(at[0] - window, at[1], pixels));
                    held.add(key(at[0], at[1], pixels));
                    for (int channel = Math.max(0, at[0] - window + 1); channel <= at[0]; channel++) {
                        assertThat(held).contains(key(channel, at[1], pixels));
                    }
                    if (layout == Layout.NHWC && at[0] == channels - 1) {
                        held.clear();
                    }
                    mostHeld = Math.max(mostHeld, held.size());
                }
            }
            assertThat(loads).hasSize(channels * pixels);
            assertThat(loads.values()).as("each element is loaded once").containsOnly(1);
        }

        private static int key(int channel, int pixel, int pixels) {
            return channel * pixels + pixel;
        }

        private static List<int[]> order(int channels, int first, int end, Layout layout) {
            List<int[]> order = new ArrayList<>();
            int outer = layout == Layout.NCHW ? channels : end - first;
            int inner = layout == Layout.NCHW ? end - first : channels;
            for (int i = 0; i < outer; i++) {
                for (int j = 0; j < inner; j++) {
                    order.add(layout == Layout.NCHW ? new int[] {i, first + j} : new int[] {j, first + i});
                }
            }
            return order;
        }

        long bursts(int elementBytes, int burstBytes) {
            long bursts = 0;
            for (List<Integer> run : runs) {
                bursts += run.stream()
                        .flatMap(element -> java.util.stream.IntStream.range(0, elementBytes)
                                .mapToObj(i -> (element * elementBytes + i) / burstBytes))
                        .distinct()
                        .count();
            }
            return bursts;
        }
    }

    @Property(tries = 400)
    @Label("B5: runs, bursts and what is held, by a walk through every address")
    void asAWalkThroughAddresses(
            @ForAll @IntRange(min = 1, max = 9) int channels,
            @ForAll @IntRange(min = 1, max = 40) int pixels,
            @ForAll @IntRange(min = 1, max = 5) int window,
            @ForAll @IntRange(min = 1, max = 120) int room,
            @ForAll Layout layout,
            @ForAll boolean wide) {
        int span = Math.min(window, channels);
        DataType type = wide ? DataType.INT16 : DataType.INT8;
        int elementBytes = type.bits() / 8;
        ChannelWindow map = new ChannelWindow(span, channels, pixels);
        Pieces pieces = map.pieces(layout, type, (long) room * elementBytes);
        Walk walk = new Walk(channels, pixels, span, Math.toIntExact(pieces.pixels()), layout);
        if (room >= span) {
            assertThat(walk.mostHeld).as("it fits").isLessThanOrEqualTo(room);
        }
        // Of a single channel the pieces follow each other, and are one run.
        if (channels > 1) {
            assertThat(walk.runs).hasSize(Math.toIntExact(map.runs(pieces)));
            assertThat(walk.bursts(elementBytes, 16)).isEqualTo(map.bursts(pieces, type, 16));
        }
        if (layout == Layout.NCHW && pieces.pieces() == 1 && pixels > 1) {
            assertThat(room / span).as("no more pieces than needed").isGreaterThanOrEqualTo(pixels);
        }
    }
}
