package dev.toeplitz.runtime.plan;

import dev.toeplitz.graph.step.Axis;
import dev.toeplitz.graph.step.Loops;
import dev.toeplitz.graph.step.Loops.Loop;
import dev.toeplitz.graph.step.Step;
import dev.toeplitz.graph.step.Step.Contract;
import dev.toeplitz.graph.step.Step.Copy;
import dev.toeplitz.graph.step.Step.Fold;
import dev.toeplitz.graph.step.Step.Move;
import dev.toeplitz.graph.step.Step.Pointwise;
import dev.toeplitz.graph.step.Step.Reduce;
import dev.toeplitz.graph.step.Step.Scan;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.kernels.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Fills in the general template for each kind of step. */
final class StepPrinter {
    private StepPrinter() {}

    /**
     * The launches that carry a step out.
     *
     * @param result the number of the value that the step makes
     */
    static List<Launch> print(Step step, int result) {
        return switch (step) {
            case Contract contract -> List.of(contract(contract, result));
            case Pointwise pointwise -> List.of(pointwise(pointwise, result));
            case Reduce reduce -> List.of(reduce(reduce, result));
            case Move move -> move(move, result);
            case Scan _ -> throw new IllegalStateException("plans write scans out");
        };
    }

    private static Launch contract(Contract step, int result) {
        List<Loop> kept = loops(step.loops(), step.out(), true);
        List<Loop> reduced = loops(step.loops(), step.out(), false);
        if (points(kept) != step.result().elements()
                || !step.out().axes().stream().allMatch(StepPrinter::isPlain)) {
            return ScatterPrinter.print(step, result);
        }
        IndexPrinter index = new IndexPrinter(step.loops());
        String source = Template.CONTRACT.filled(Map.of(
                "decode", IndexPrinter.decode(kept),
                "loops", IndexPrinter.heads(reduced),
                "solve", "",
                "inside", index.inside(step.left()) + " && " + index.inside(step.right()),
                "left", index.position(step.left()),
                "right", index.position(step.right()),
                "result", index.position(step.out())));
        List<Integer> values = List.of(step.left().operand(), step.right().operand(), result);
        return launch("contract", index, source, values, points(kept));
    }

    /** One loop, or several that together run along the axis as digits do: each point writes an element of its own. */
    private static boolean isPlain(Axis axis) {
        return axis instanceof Axis.Affine(int offset, List<Axis.Term> _) && offset == 0;
    }

    private static List<Loop> loops(Loops loops, View view, boolean moving) {
        return loops.list().stream()
                .filter(loop -> view.movesWith(loop.dim()) == moving)
                .toList();
    }

    private static long points(List<Loop> nest) {
        return nest.stream().mapToLong(Loop::extent).reduce(1, Math::multiplyExact);
    }

    private static Launch pointwise(Pointwise step, int result) {
        Loops axes = Loops.over(step.result());
        IndexPrinter index = new IndexPrinter(axes);
        int count = step.operands().size();
        String arguments = IntStream.range(0, count)
                .mapToObj("__global const float *in%d,"::formatted)
                .collect(Collectors.joining(" "));
        String loads = IntStream.range(0, count)
                .mapToObj(i -> "const float x%1$d = in%1$d[%2$s]; "
                        .formatted(i, index.position(step.operands().get(i))))
                .collect(Collectors.joining());
        String source = Template.POINTWISE.filled(Map.of(
                "arguments",
                arguments,
                "decode",
                IndexPrinter.decode(axes.list()),
                "loads",
                loads,
                "expression",
                ScalarPrinter.print(step.f())));
        List<Integer> values =
                new ArrayList<>(step.operands().stream().map(View::operand).toList());
        values.add(result);
        return launch("pointwise", index, source, values, step.result().elements());
    }

    private static Launch reduce(Reduce step, int result) {
        Loops axes = Loops.over(step.result());
        IndexPrinter index = new IndexPrinter(axes.around(step.window()));
        String source = Template.REDUCE.filled(Map.of(
                "decode", IndexPrinter.decode(axes.list()),
                "identity", identity(step.fold()),
                "loops", IndexPrinter.heads(step.window().list()),
                "inside", index.inside(step.operand()),
                "operand", index.position(step.operand()),
                "fold", fold(step.fold()),
                "finish", step.fold() == Fold.MEAN ? "folded / (float)count" : "folded"));
        return launch(
                "reduce",
                index,
                source,
                List.of(step.operand().operand(), result),
                step.result().elements());
    }

    private static String identity(Fold fold) {
        return switch (fold) {
            case SUM, MEAN, ARG_MAX, ARG_MIN -> "0.0f";
            case PRODUCT -> "1.0f";
            case MAX -> "-INFINITY";
            case MIN -> "INFINITY";
        };
    }

    private static String fold(Fold fold) {
        return switch (fold) {
            case SUM, MEAN -> "folded + x";
            case PRODUCT -> "folded * x";
            case MAX -> "fmax(folded, x)";
            case MIN -> "fmin(folded, x)";
            case ARG_MAX -> "(count == 0 || x > best) ? (best = x, (float)position) : folded";
            case ARG_MIN -> "(count == 0 || x < best) ? (best = x, (float)position) : folded";
        };
    }

    private static List<Launch> move(Move step, int result) {
        long written =
                step.copies().stream().mapToLong(copy -> copy.loops().points()).sum();
        double before = written < step.result().elements() ? step.fill() : Double.NaN;
        List<Launch> launches = new ArrayList<>();
        for (Copy copy : step.copies()) {
            IndexPrinter index = new IndexPrinter(copy.loops());
            String source = Template.MOVE.filled(Map.of(
                    "decode", IndexPrinter.decode(copy.loops().list()),
                    "result", index.position(copy.to()),
                    "inside", index.inside(copy.from()),
                    "source", index.position(copy.from()),
                    "fill", ScalarPrinter.literal(step.fill())));
            double fill = launches.isEmpty() ? before : Double.NaN;
            launches.add(new Launch(
                    "move",
                    index.tables() + source,
                    List.of(copy.from().operand(), result),
                    copy.loops().points(),
                    fill));
        }
        return launches;
    }

    static Launch launch(String kernel, IndexPrinter index, String source, List<Integer> values, long workItems) {
        return new Launch(kernel, index.tables() + source, values, workItems, Double.NaN);
    }
}
