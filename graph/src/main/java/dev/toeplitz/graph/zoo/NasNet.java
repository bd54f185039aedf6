package dev.toeplitz.graph.zoo;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Conv;
import dev.toeplitz.graph.op.Pool;
import dev.toeplitz.graph.step.Step.Fold;
import dev.toeplitz.graph.step.Window;
import dev.toeplitz.graph.tensor.Shape;
import java.util.List;

/**
 * Zoph et al. 2017, NASNet-A: the cells of figure 4, stacked as figure 2 has it for ImageNet. A cell reads the two before it:
 * {@code last} and, further back, {@code previous}.
 */
final class NasNet {
    /**
     * @param stem channels of the first convolution
     * @param repeats normal cells between reductions
     * @param filters of a cell in the first of the three stages; a sixth of what it puts out
     * @param skipsReduction whether the cell after a reduction reads, beside it, what the reduction's predecessor read
     */
    record Table(int stem, int repeats, int filters, boolean skipsReduction) {
        /** 4 @ 1056. */
        static final Table MOBILE = new Table(32, 4, 44, false);
        /** 6 @ 4032. */
        static final Table LARGE = new Table(96, 6, 168, true);
    }

    private final Net net;
    private final Table table;

    private Value last;
    private Value previous;

    private NasNet(Net net, Table table) {
        this.net = net;
        this.table = table;
    }

    static Graph a(Setting setting, Table table) {
        return new NasNet(new Net(setting), table).build(setting.classes());
    }

    private Graph build(int classes) {
        last = net.convBn("stem", net.input(), table.stem(), 3, 2, 0, 1);
        previous = last;
        reduction("stem1", table.filters() / 4, false);
        reduction("stem2", table.filters() / 2, false);
        for (int stage = 0; stage < 3; stage++) {
            int filters = table.filters() << stage;
            if (stage > 0) {
                reduction("reduction" + stage, filters, table.skipsReduction());
            }
            for (int i = 1; i <= table.repeats(); i++) {
                normal("stage%d_%d".formatted(stage + 1, i), filters);
            }
        }
        return net.endingIn(net.head(net.relu("last_relu", last), classes));
    }

    private void normal(String at, int filters) {
        Value p = adjusted(at + "/p", filters);
        Value h = squeezed(at + "/h", last, filters);
        Value one =
                net.add(at + "/add1", separable(at + "/1a", h, filters, 5, 1), separable(at + "/1b", p, filters, 3, 1));
        Value two =
                net.add(at + "/add2", separable(at + "/2a", p, filters, 5, 1), separable(at + "/2b", p, filters, 3, 1));
        Value three = net.add(at + "/add3", net.meanPool(at + "/3a", h, 3, 1, 1), p);
        Value four = net.add(at + "/add4", net.meanPool(at + "/4a", p, 3, 1, 1), net.meanPool(at + "/4b", p, 3, 1, 1));
        Value five = net.add(at + "/add5", separable(at + "/5a", h, filters, 3, 1), h);
        step(net.concat(at, p, one, two, three, four, five), last);
    }

    private void reduction(String at, int filters, boolean skips) {
        Value p = adjusted(at + "/p", filters);
        Value h = squeezed(at + "/h", last, filters);
        Value one =
                net.add(at + "/add1", separable(at + "/1a", h, filters, 5, 2), separable(at + "/1b", p, filters, 7, 2));
        Value two = net.add(at + "/add2", pool(at + "/2a", Fold.MAX, h), separable(at + "/2b", p, filters, 7, 2));
        Value three = net.add(at + "/add3", pool(at + "/3a", Fold.MEAN, h), separable(at + "/3b", p, filters, 5, 2));
        Value four = net.add(at + "/add4", two, net.meanPool(at + "/4a", one, 3, 1, 1));
        Value five = net.add(at + "/add5", separable(at + "/5a", one, filters, 3, 1), pool(at + "/5b", Fold.MAX, h));
        step(net.concat(at, two, three, four, five), skips ? previous : last);
    }

    private void step(Value cell, Value before) {
        last = cell;
        previous = before;
    }

    private Value squeezed(String at, Value x, int filters) {
        return net.convBn(at, net.relu(at + "_relu", x), filters, 1, 1, 0, 1);
    }

    /** Two separable convolutions, each after a rectifier; the first has the stride. */
    private Value separable(String at, Value x, int filters, int filter, int stride) {
        Value y = half(at + "_first", x, filters, filter, stride);
        return half(at + "_second", y, filters, filter, 1);
    }

    private Value half(String at, Value x, int filters, int filter, int stride) {
        List<Window> windows = same(x, filter, stride);
        Conv depthwise = new Conv(windows, Net.channels(x));
        Value y = net.conv(at + "_dw", net.relu(at + "_relu", x), Net.channels(x), depthwise, false);
        return net.convBn(at + "_pw", y, filters, 1, 1, 0, 1);
    }

    private Value pool(String at, Fold fold, Value x) {
        return net.node(at, new Pool(fold, same(x, 3, 2), false, false), x);
    }

    /** Padding that leaves ⌈M / S⌉ positions, an odd pixel of it after the map. */
    private static List<Window> same(Value x, int filter, int stride) {
        Shape s = x.type().shape();
        return List.of(same(s.at(2), filter, stride), same(s.at(3), filter, stride));
    }

    private static Window same(int extent, int filter, int stride) {
        int padding = Math.max(0, (Math.ceilDiv(extent, stride) - 1) * stride + filter - extent);
        return new Window(filter, stride, 1, padding / 2, padding - padding / 2);
    }

    /** What lies further back, made to fit {@code last}: where its map is larger, by a factorised reduction. */
    private Value adjusted(String at, int filters) {
        Shape from = previous.type().shape();
        if (previous == last) {
            return previous;
        }
        if (from.at(2) != last.type().shape().at(2)) {
            return factorised(at, filters);
        }
        return from.at(1) == filters ? previous : squeezed(at, previous, filters);
    }

    /** Every other pixel, and every other pixel one further down and right, each with half of the channels. */
    private Value factorised(String at, int filters) {
        Value x = net.relu(at + "_relu", previous);
        Value even = net.bareConv(at + "_even", net.everyOther(at + "_even_pixels", x), filters / 2, 1, 1, 0, 1);
        Value odd = net.bareConv(at + "_odd", oddPixels(at + "_odd_pixels", x), filters / 2, 1, 1, 0, 1);
        return net.bn(at + "_bn", net.concat(at, even, odd));
    }

    /** Those beyond the last row and column are zeros. */
    private Value oddPixels(String name, Value x) {
        Value shifted = net.padded(name + "_shift", x, List.of(0, 0, -1, -1), List.of(0, 0, 1, 1));
        return net.everyOther(name, shifted);
    }
}
