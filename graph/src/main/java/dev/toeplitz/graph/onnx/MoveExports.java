package dev.toeplitz.graph.onnx;

import dev.toeplitz.graph.op.CumSum;
import dev.toeplitz.graph.op.Gather;
import dev.toeplitz.graph.op.OneHot;
import dev.toeplitz.graph.op.Pad;
import dev.toeplitz.graph.op.Slice;
import dev.toeplitz.graph.op.SpaceToDepth;
import dev.toeplitz.graph.op.Split;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.graph.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Elements to other places. */
final class MoveExports {
    private MoveExports() {}

    static void write(Slice slice, ExportNode node) {
        node.become(
                Call.of("Slice"),
                node.input(0),
                node.integers(
                        "starts",
                        slice.ranges().stream().map(Slice.Range::start).toList()),
                node.integers(
                        "ends", slice.ranges().stream().map(MoveExports::end).toList()),
                node.integers("axes", axes(slice.ranges().size())),
                node.integers(
                        "steps", slice.ranges().stream().map(Slice.Range::step).toList()));
    }

    /** The first index that is not read; one before the axis counts in ONNX from its end, so it lies far outside. */
    private static int end(Slice.Range range) {
        int end = range.start() + range.count() * range.step();
        return range.count() == 0 ? range.start() : end < 0 ? Integer.MIN_VALUE : end;
    }

    private static List<Integer> axes(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    static void write(Split split, ExportNode node) {
        node.become(
                Call.of("Split").integer("axis", split.axis()), node.input(0), node.integers("split", split.sizes()));
    }

    static void write(Pad pad, ExportNode node) {
        Call call = Call.of("Pad").text("mode", pad.mode().name().toLowerCase());
        String widths = node.integers(
                "pads",
                Stream.concat(pad.before().stream(), pad.after().stream()).toList());
        if (pad.mode() == Pad.Mode.CONSTANT) {
            node.become(call, node.input(0), widths, node.scalar("value", pad.value()));
        } else {
            node.become(call, node.input(0), widths);
        }
    }

    static void write(Gather gather, ExportNode node) {
        node.become(
                Call.of("Gather").integer("axis", gather.axis()),
                node.input(0),
                node.whole("indices", gather.indexShape(), gather.indices()));
    }

    static void write(CumSum sum, ExportNode node) {
        node.become(
                Call.of("CumSum").flag("exclusive", sum.exclusive()).flag("reverse", sum.reverse()),
                node.input(0),
                node.integer("axis", sum.axis()));
    }

    static void write(OneHot oneHot, ExportNode node) {
        Tensor values = Tensor.of(new TensorType(oneHot.type(), Shape.of(2)), oneHot.off(), oneHot.on());
        node.become(
                Call.of("OneHot").integer("axis", oneHot.axis()),
                node.input(0),
                node.integer("depth", oneHot.depth()),
                node.constant("values", values));
    }

    /** ONNX has only had one order of the channels until opset 28; the other is two reshapes and a transpose. */
    static void write(SpaceToDepth depth, ExportNode node) {
        if (depth.blockFirst()) {
            node.become(Call.of("SpaceToDepth").integer("blocksize", depth.block()));
            return;
        }
        Shape x = node.shape(0);
        int block = depth.block();
        Shape split = Shape.of(x.at(0), x.at(1), x.at(2) / block, block, x.at(3) / block, block);
        turned(split, List.of(0, 1, 3, 5, 2, 4), node);
    }

    static void shuffle(int groups, ExportNode node) {
        Shape x = node.shape(0);
        Shape split = Shape.of(x.at(0), groups, x.at(1) / groups, x.product(2, x.rank()));
        turned(split, List.of(0, 2, 1, 3), node);
    }

    private static void turned(Shape split, List<Integer> order, ExportNode node) {
        String parted = node.reshaped("parted", node.input(0), split);
        node.becomeReshaped(node.part("turned", Call.of("Transpose").integers("perm", order), parted));
    }

    /** Each run of channels is padded with negative and positive widths, which crop one side and fill the other. */
    static void shift(int filter, ExportNode node) {
        Shape x = node.shape(0);
        int offsets = filter * filter;
        int run = x.at(1) / offsets;
        List<Integer> sizes = new ArrayList<>();
        IntStream.range(0, run == 0 ? 0 : offsets).forEach(_ -> sizes.add(run));
        if (x.at(1) > run * offsets) {
            sizes.add(x.at(1) - run * offsets);
        }
        List<String> runs = node.parts(
                "run",
                sizes.size(),
                Call.of("Split").integer("axis", 1),
                List.of(node.input(0), node.integers("run/sizes", sizes)));
        List<String> moved = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            boolean stays = run == 0 || i == offsets;
            moved.add(
                    stays
                            ? runs.get(i)
                            : shifted(runs.get(i), i / filter - filter / 2, i % filter - filter / 2, i, node));
        }
        node.become(Call.of("Concat").integer("axis", 1), moved);
    }

    private static String shifted(String run, int down, int right, int number, ExportNode node) {
        if (down == 0 && right == 0) {
            return run;
        }
        String name = "shifted%d".formatted(number);
        String pads = node.integers(name + "/pads", List.of(0, 0, -down, -right, 0, 0, down, right));
        return node.part(name, Call.of("Pad"), run, pads);
    }
}
