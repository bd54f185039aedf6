package dev.toeplitz.runtime.plan;

import dev.toeplitz.graph.step.Axis;
import dev.toeplitz.graph.step.Loops;
import dev.toeplitz.graph.step.Loops.Loop;
import dev.toeplitz.graph.step.Step.Contract;
import dev.toeplitz.graph.step.Step.Copy;
import dev.toeplitz.graph.step.Step.Fold;
import dev.toeplitz.graph.step.Step.Move;
import dev.toeplitz.graph.step.Step.Pointwise;
import dev.toeplitz.graph.step.Step.Reduce;
import dev.toeplitz.graph.step.Step.Scan;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.kernels.Template;
import dev.toeplitz.runtime.plan.Launch.Argument;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One work-item an element of the result, from a template for each kind of step: runs everything, on any device. */
final class GeneralCandidate implements Candidate {
    @Override
    public String name() {
        return "general";
    }

    /** Where there are vectors, others are faster whenever they can have the task. */
    @Override
    public List<Variant> variants(Task task) {
        return task.target().isVector() ? List.of() : List.of(Variant.of(name()));
    }

    @Override
    public Answer answer(Task task) {
        return Candidate.fits(launches(task));
    }

    private static List<Launch> launches(Task task) {
        return switch (task.step()) {
            case Contract contract -> List.of(contract(task, contract));
            case Pointwise pointwise -> List.of(pointwise(task, pointwise));
            case Reduce reduce -> List.of(reduce(task, reduce));
            case Move move -> move(task, move);
            case Scan _ -> throw new IllegalStateException("plans write scans out");
        };
    }

    private static Launch contract(Task task, Contract step) {
        List<Loop> kept = loops(step, true);
        boolean scatters = points(kept) != step.result().elements()
                || !step.out().axes().stream().allMatch(GeneralCandidate::isPlain);
        if (scatters) {
            return ScatterPrinter.print(task, step);
        }
        Tables tables = new Tables();
        IndexPrinter index = new IndexPrinter(step.loops(), task.layouts(), tables);
        GeneralEpilogue epilogue = new GeneralEpilogue(task, tables);
        View out = step.out().of(task.result());
        String source = Template.CONTRACT.filled(Map.ofEntries(
                Map.entry("kernel", Tables.KERNEL),
                Map.entry("held", Held.word(task.type(task.result()))),
                Map.entry("type", task.makesIntegers() ? "int" : "float"),
                Map.entry("sum", sum(task, index.position(step.left()), index.position(step.right()))),
                Map.entry(
                        "arguments",
                        epilogue.parameters(
                                List.of(step.left().operand(), step.right().operand()))),
                Map.entry("decode", neighbours(task, out, step.loops(), kept)),
                Map.entry("loops", IndexPrinter.heads(loops(step, false))),
                Map.entry("solve", ""),
                Map.entry("inside", index.inside(step.left()) + " && " + index.inside(step.right())),
                Map.entry("epilogue", epilogue.axes(step.out()) + epilogue.statements(2)),
                Map.entry("value", epilogue.value()),
                Map.entry("result", index.position(out))));
        return epilogue.launch(
                tables, source, List.of(step.left().operand(), step.right().operand()), points(kept));
    }

    /** One product more: in integers where both operands are such. */
    static String sum(Task task, String left, String right) {
        return task.makesIntegers()
                ? "made + (int)in0[%s] * (int)in1[%s]".formatted(left, right)
                : "fma(LOAD(in0, %s), LOAD(in1, %s), made)".formatted(left, right);
    }

    /** A number that is written as it is; among integers it is one, so that it makes none of them a floating-point number. */
    static String filling(Task task, double fill) {
        return task.isInteger(task.result()) ? String.valueOf((int) fill) : ScalarPrinter.literal(fill);
    }

    /** One loop, or several that together run along the axis as digits do: each point writes an element of its own. */
    private static boolean isPlain(Axis axis) {
        return axis instanceof Axis.Affine(int offset, List<Axis.Term> _) && offset == 0;
    }

    private static List<Loop> loops(Contract step, boolean moving) {
        return step.loops().list().stream()
                .filter(loop -> step.out().movesWith(loop.dim()) == moving)
                .toList();
    }

    /** Indices of the element that a work-item makes: neighbouring work-items write neighbours in memory. */
    static String neighbours(Task task) {
        return neighbours(task, task.written(), task.axes(), task.axes().list());
    }

    private static String neighbours(Task task, View written, Loops loops, List<Loop> kept) {
        List<Loop> sorted = new ArrayList<>(kept);
        Access.of(written, task.layout(written.operand()), loops)
                .ifPresent(access -> sorted.sort(BlockNest.farthestFirst(access)));
        return IndexPrinter.decode(sorted);
    }

    static long points(List<Loop> nest) {
        return nest.stream().mapToLong(Loop::extent).reduce(1, Math::multiplyExact);
    }

    private static Launch pointwise(Task task, Pointwise step) {
        Tables tables = new Tables();
        IndexPrinter index = new IndexPrinter(task.axes(), task.layouts(), tables);
        GeneralEpilogue whole = GeneralEpilogue.of(step, task, tables);
        String source = Template.POINTWISE.filled(Map.of(
                "kernel", Tables.KERNEL,
                "held", Held.word(task.type(task.result())),
                "arguments", whole.parameters(List.of()),
                "decode", neighbours(task),
                "epilogue", whole.statements(0),
                "value", whole.value(),
                "result", index.position(task.written())));
        return whole.launch(tables, source, List.of(), step.result().elements());
    }

    private static Launch reduce(Task task, Reduce step) {
        Tables tables = new Tables();
        IndexPrinter index = new IndexPrinter(task.axes().around(step.window()), task.layouts(), tables);
        GeneralEpilogue epilogue = new GeneralEpilogue(task, tables);
        String source = Template.REDUCE.filled(Map.ofEntries(
                Map.entry("kernel", Tables.KERNEL),
                Map.entry("held", Held.word(task.type(task.result()))),
                Map.entry("type", task.makesIntegers() ? "int" : "float"),
                Map.entry(
                        "arguments", epilogue.parameters(List.of(step.operand().operand()))),
                Map.entry("decode", neighbours(task)),
                Map.entry("identity", identity(step.fold())),
                Map.entry("loops", IndexPrinter.heads(step.window().list())),
                Map.entry("inside", index.inside(step.operand())),
                Map.entry("operand", index.position(step.operand())),
                Map.entry("fold", fold(step.fold())),
                Map.entry("finish", step.fold() == Fold.MEAN ? "folded / (float)count" : "folded"),
                Map.entry("epilogue", epilogue.statements(1)),
                Map.entry("value", epilogue.value()),
                Map.entry("result", index.position(task.written()))));
        return epilogue.launch(
                tables, source, List.of(step.operand().operand()), step.result().elements());
    }

    static String identity(Fold fold) {
        return switch (fold) {
            case SUM, MEAN, ARG_MAX, ARG_MIN -> "0.0f";
            case PRODUCT -> "1.0f";
            case MAX -> "-INFINITY";
            case MIN -> "INFINITY";
        };
    }

    static String fold(Fold fold) {
        return switch (fold) {
            case SUM, MEAN -> "folded + x";
            case PRODUCT -> "folded * x";
            case MAX -> "fmax(folded, x)";
            case MIN -> "fmin(folded, x)";
            case ARG_MAX -> "(count == 0 || x > best) ? (best = x, (float)position) : folded";
            case ARG_MIN -> "(count == 0 || x < best) ? (best = x, (float)position) : folded";
        };
    }

    private static List<Launch> move(Task task, Move step) {
        return step.copies().stream().map(copy -> copy(task, copy, step.fill())).toList();
    }

    /** Writes a number to every element: what stands where no copy writes. */
    static Launch fill(Task task, Move step) {
        IndexPrinter index = new IndexPrinter(task.axes(), task.layouts(), new Tables());
        String source = Template.FILL.filled(Map.of(
                "kernel", Tables.KERNEL,
                "held", Held.word(task.type(task.result())),
                "decode", neighbours(task),
                "result", index.position(task.written()),
                "fill", filling(task, step.fill())));
        return new Launch(
                source, List.of(Launch.plain(task.result())), step.result().elements(), false);
    }

    static Launch copy(Task task, Copy copy, double fill) {
        Tables tables = new Tables();
        IndexPrinter index = new IndexPrinter(copy.loops(), task.layouts(), tables);
        String source = Template.MOVE.filled(Map.of(
                "kernel", Tables.KERNEL,
                "held", Held.word(task.type(task.result())),
                "read", Held.word(task.type(copy.from().operand())),
                "decode",
                        neighbours(
                                task,
                                copy.to().of(task.result()),
                                copy.loops(),
                                copy.loops().list()),
                "result", index.position(copy.to().of(task.result())),
                "inside", index.inside(copy.from()),
                "source", index.position(copy.from()),
                "fill", filling(task, fill)));
        List<Argument> arguments = List.of(Launch.plain(copy.from().operand()), Launch.plain(task.result()));
        return new Launch(
                tables.declarations() + source, arguments, copy.loops().points(), false);
    }
}
