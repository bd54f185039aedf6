package dev.toeplitz.runtime.plan;

import dev.toeplitz.graph.step.Integers;
import dev.toeplitz.graph.step.Loops.Loop;
import dev.toeplitz.graph.step.Step;
import dev.toeplitz.graph.step.Step.Fold;
import dev.toeplitz.graph.step.Step.Pointwise;
import dev.toeplitz.kernels.Template;
import dev.toeplitz.runtime.plan.Access.Guard;
import dev.toeplitz.runtime.plan.Candidate.Answer;
import dev.toeplitz.runtime.plan.Launch.Argument;
import dev.toeplitz.runtime.plan.Packing.Digit;
import dev.toeplitz.terms.DataType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Fills the template of rows in. */
final class RowPrinter {
    /** Enough for some threads to share evenly. */
    private static final int ITEMS = 64;
    /** Elements below which a work-item costs more than it computes. */
    private static final int LEAST = 1024;

    private final RowNest nest;
    private final Task task;
    private final Tables tables = new Tables();
    private final Map<String, String> places = new HashMap<>();
    private final List<Argument> arguments = new ArrayList<>();
    /** Addresses in constants that are laid out along the row, by the number of the argument. */
    private final Map<Integer, String> packed = new HashMap<>();

    private long items;

    RowPrinter(RowNest nest, Task task) {
        this.nest = nest;
        this.task = task;
        nest.reads().forEach(access -> arguments.add(Launch.plain(access.operand())));
        nest.others().forEach(access -> arguments.add(Launch.plain(access.operand())));
        arguments.add(Launch.plain(task.result()));
        divide();
        for (String place : List.of("before", "loops", "body", "ends", "after")) {
            places.put(place, "");
        }
    }

    /** Which loops are work-items' own, and which part of the row. */
    private void divide() {
        int own = 0;
        long points = 1;
        while (own < nest.outer().size() && points < ITEMS) {
            points *= nest.outer().get(own++).extent();
        }
        int extent = nest.row().extent();
        int lanes = nest.vector().lanes();
        int length = extent;
        if (own == nest.outer().size() && points < ITEMS && extent > LEAST) {
            int wanted = Math.max(LEAST, Math.ceilDiv(extent, (int) (ITEMS / points)));
            length = Math.ceilDiv(wanted, lanes) * lanes;
        }
        int parts = Math.ceilDiv(extent, length);
        items = points * parts;
        String row = IndexPrinter.name(nest.row().dim());
        places.put(
                "decode",
                (parts == 1
                                ? "const int id = item; "
                                : "const int part = item %% %1$d; const int id = item / %1$d; ".formatted(parts))
                        + IndexPrinter.decode(nest.outer().subList(0, own)));
        places.put(
                "heads",
                IndexPrinter.heads(nest.outer().subList(own, nest.outer().size())));
        places.put("first", parts == 1 ? "0" : "part * " + length);
        places.put(
                "last",
                parts == 1 ? String.valueOf(extent) : "min(part * %d + %d, %d)".formatted(length, length, extent));
        places.put("lanes", String.valueOf(lanes));
        places.put("along", row);
        places.put("start", extent % lanes == 0 ? "next" : "min(next, %d)".formatted(extent - lanes));
    }

    Answer pointwise(Pointwise step) {
        List<String> operands = new ArrayList<>();
        for (int i = 0; i < nest.reads().size(); i++) {
            operands.add("x" + i);
        }
        ScalarPrinter printer =
                Epilogue.printing(nest.vector(), nest.row().dim(), tables).of(operands, task.integers(step));
        String value = printer.print(step.f());
        places.put("before", loads(nest.reads(), 0) + printer.statements());
        return Candidate.fits(launch(value));
    }

    Answer reduce(Fold fold) {
        places.put(
                "before",
                "%s folded = %s; int count = 0;"
                        .formatted(nest.vector().type(), nest.vector().spread(GeneralCandidate.identity(fold))));
        Access read = nest.reads().getFirst();
        reduce(
                read.guards(),
                "const %s x = %s; folded = %s; count++;"
                        .formatted(nest.vector().type(), real(load(read, 0), read), GeneralCandidate.fold(fold)));
        return finished(fold == Fold.MEAN ? "folded / (float)count" : "folded");
    }

    Answer contract() {
        for (int i = 0; i < 2; i++) {
            pack(i);
        }
        boolean integers = task.makesIntegers();
        String type = integers ? nest.vector().integers() : nest.vector().type();
        places.put("before", "%s folded = (%s)(0);".formatted(type, type));
        List<Guard> guards = new ArrayList<>(nest.reads().get(0).guards());
        guards.addAll(nest.reads().get(1).guards());
        Access left = nest.reads().get(0);
        Access right = nest.reads().get(1);
        String sum = integers
                ? "folded = folded + %s * %s;".formatted(load(left, 0), load(right, 1))
                : "folded = fma(%s, %s, folded);".formatted(real(load(left, 0), left), real(load(right, 1), right));
        reduce(guards, sum);
        return finished("folded");
    }

    /** What was loaded, as floating-point numbers. */
    private String real(String loaded, Access access) {
        boolean integer = task.isInteger(access.operand());
        return integer ? "convert_%s(%s)".formatted(nest.vector().type(), loaded) : loaded;
    }

    private Answer finished(String made) {
        boolean folds = task.step() instanceof Step.Reduce && task.makesIntegers();
        StringBuilder after = new StringBuilder("const %s made = %s; "
                .formatted(
                        task.makesIntegers()
                                ? nest.vector().integers()
                                : nest.vector().type(),
                        folds ? "convert_%s(%s)".formatted(nest.vector().integers(), made) : made));
        after.append(loads(nest.others(), nest.reads().size()));
        List<String> others = IntStream.range(0, nest.others().size())
                .mapToObj(i -> "x" + (nest.reads().size() + i))
                .toList();
        String value = Epilogue.of(task)
                .value(
                        "made",
                        others,
                        Epilogue.printing(nest.vector(), nest.row().dim(), tables),
                        after);
        places.put("after", after.toString());
        return Candidate.fits(launch(value));
    }

    Launch copy(double fill) {
        Access read = nest.reads().getFirst();
        String condition = Access.condition(read.guards(), nest.loops());
        DataType held = task.type(read.operand());
        String type = nest.vector().type(held);
        String outside = "(%s)(%s)"
                .formatted(type, Integers.are(held) ? String.valueOf((int) fill) : ScalarPrinter.literal(fill));
        places.put("before", "%s x = %s; if (%s) { x = %s; }".formatted(type, outside, condition, load(read, 0)));
        return launch("x", Integers.are(held));
    }

    /** A constant that would have to be gathered is laid out along the row instead. */
    private void pack(int read) {
        Access access = nest.reads().get(read);
        long stride = access.stride(nest.row().dim());
        boolean only = access.strides().keySet().stream()
                .allMatch(dim -> dim == nest.row().dim() || nest.reduced().position(dim) >= 0);
        if (stride <= 1
                || !task.constant().test(access.operand())
                || !only
                || !access.guards().isEmpty()) {
            return;
        }
        List<Digit> depth = nest.reduced().list().stream()
                .map(loop -> new Digit(loop.extent(), access.stride(loop.dim())))
                .toList();
        Packing packing = new Packing(
                access.base(),
                List.of(),
                new Digit(nest.row().extent(), stride),
                depth,
                nest.row().extent());
        arguments.set(read, new Argument.Packed(access.operand(), packing));
        packed.put(read, rows());
    }

    /** The address in constants that lie along the row: a row for each point of the reduction. */
    private String rows() {
        return IndexPrinter.name(nest.row().dim())
                + IndexPrinter.rows(nest.reduced().list(), nest.row().extent());
    }

    /**
     * Loops of the reduction around a body, each left out early where all it needs to know is outside; and once more without any
     * question, for elements whose whole window is inside.
     */
    private void reduce(List<Guard> guards, String body) {
        List<Loop> loops = nest.reduced().list();
        String whole = guards.isEmpty() || loops.isEmpty()
                ? ""
                : "if (%s) { %s{ %s } } else "
                        .formatted(Access.whole(guards, nest.reduced(), nest.loops()), IndexPrinter.heads(loops), body);
        places.put("loops", whole + "{ " + GuardedLoops.heads(loops, guards, nest.loops()));
        places.put("body", body);
        places.put("ends", GuardedLoops.ends(loops) + "}");
    }

    private String loads(List<Access> accesses, int first) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < accesses.size(); i++) {
            String type = nest.vector().type(task.type(accesses.get(i).operand()));
            text.append("const %s x%d = %s; ".formatted(type, first + i, load(accesses.get(i), first + i)));
        }
        return text.toString();
    }

    private String load(Access access, int argument) {
        String buffer = "in" + argument;
        if (packed.containsKey(argument)) {
            return nest.vector().load(buffer, packed.get(argument), task.type(access.operand()));
        }
        return nest.vector()
                .gather(
                        buffer,
                        access.address(List.of()),
                        access.stride(nest.row().dim()),
                        task.type(access.operand()));
    }

    private Launch launch(String value) {
        return launch(value, task.writesIntegers());
    }

    /** @param whole whether the value is of integers */
    private Launch launch(String value, boolean whole) {
        places.put("kernel", Tables.KERNEL);
        places.put("held", Held.word(task.type(task.result())));
        places.put("arguments", Launch.parameters(arguments, task));
        places.put(
                "store",
                nest.vector()
                        .scatter(
                                value,
                                whole,
                                "result",
                                nest.out().address(List.of()),
                                nest.out().stride(nest.row().dim()),
                                task.type(task.result())));
        return new Launch(tables.declarations() + Template.ROWS.filled(places), arguments, items, true);
    }
}
