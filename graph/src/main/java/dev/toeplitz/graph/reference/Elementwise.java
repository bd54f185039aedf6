package dev.toeplitz.graph.reference;

import dev.toeplitz.graph.reference.Program.Instruction;
import dev.toeplitz.graph.step.Integers;
import dev.toeplitz.graph.step.Loops;
import dev.toeplitz.graph.step.Loops.Loop;
import dev.toeplitz.graph.step.Scalar.Arg;
import dev.toeplitz.graph.step.Scalar.Binary;
import dev.toeplitz.graph.step.Scalar.BinaryOp;
import dev.toeplitz.graph.step.Scalar.Const;
import dev.toeplitz.graph.step.Scalar.Index;
import dev.toeplitz.graph.step.Scalar.Select;
import dev.toeplitz.graph.step.Scalar.Table;
import dev.toeplitz.graph.step.Scalar.Unary;
import dev.toeplitz.graph.step.Scalar.UnaryOp;
import dev.toeplitz.graph.step.Step.Pointwise;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.terms.LoopDim;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A pointwise step, a block of a row of the result at a time: operands' elements are gathered through their views, and the
 * {@link Program} runs over the block instruction by instruction. With bounds, every slot carries an error beside its
 * value ({@link ScalarError}).
 */
final class Elementwise {
    /** Elements that one instruction handles before the next; a usual program's slots stay in the cache. */
    private static final int BLOCK = 512;

    /** What IEEE 754 rounds correctly; in double precision first, which changes nothing for them (Figueroa, 1995). */
    private static final Set<BinaryOp> SINGLE_OPERATIONS =
            EnumSet.of(BinaryOp.ADD, BinaryOp.SUBTRACT, BinaryOp.MULTIPLY, BinaryOp.DIVIDE);

    /** Results to a parallel task. */
    private static final int TASK = 1 << 14;

    private final Pointwise step;
    private final Program program;
    private final List<Loop> rows;
    private final List<Loop> cols;
    private final List<TabulatedView> views;
    private final List<Inexact> operands;
    private final Map<LoopDim, TabulatedView> indices = new EnumMap<>(LoopDim.class);
    private final ScalarError rule;
    /** Which slots are computed in integers, without any rounding. */
    private final boolean[] integers;

    private final double[] values;
    private final double[] bounds;

    private Elementwise(Pointwise step, List<Inexact> values, ScalarError rule) {
        this.step = step;
        this.rule = rule;
        operands =
                step.operands().stream().map(view -> values.get(view.operand())).toList();
        program = Program.of(step.f());
        integers = integers();
        boolean flat =
                program.readsNoIndex() && step.operands().stream().allMatch(view -> view.isAlignedWith(step.result()));
        List<Loop> loops =
                flat ? List.of(flatLoop(step)) : Loops.over(step.result()).list();
        int split = Math.max(0, loops.size() - 1);
        rows = loops.subList(0, split);
        cols = loops.subList(split, loops.size());
        views = step.operands().stream()
                .map(view -> tabulated(flat ? flat(view) : view))
                .toList();
        loops.forEach(loop -> indices.put(loop.dim(), tabulated(index(loop))));
        this.values = new double[Math.toIntExact(step.result().elements())];
        bounds = rule == null ? null : new double[this.values.length];
    }

    private boolean[] integers() {
        boolean[] found = new boolean[program.slots()];
        for (int i = 0; i < found.length; i++) {
            found[i] = Integers.are(
                    program.instructions().get(i).f(),
                    operand -> Integers.are(operands.get(operand).value().type().type()));
        }
        return found;
    }

    /** Where every operand lies as the result does, all axes are one. */
    private static Loop flatLoop(Pointwise step) {
        return new Loop(LoopDim.AXIS_0, Math.toIntExact(step.result().elements()));
    }

    private static View flat(View view) {
        return View.of(view.operand(), Shape.of(Math.toIntExact(view.shape().elements())))
                .axis(LoopDim.AXIS_0)
                .build();
    }

    /** A view whose position is the loop's index itself. */
    private static View index(Loop loop) {
        return View.of(-1, Shape.of(loop.extent())).axis(loop.dim()).build();
    }

    private TabulatedView tabulated(View view) {
        return new TabulatedView(view, rows, cols);
    }

    static double[] values(Pointwise step, List<Inexact> values) {
        return new Elementwise(step, values, null).run().value();
    }

    static Bounded bounded(Pointwise step, List<Inexact> values, Precision precision) {
        return new Elementwise(step, values, new ScalarError(precision)).run();
    }

    private Bounded run() {
        int width = Roles.points(cols);
        int rowsPerTask = Math.max(1, TASK / Math.max(1, Math.min(width, TASK)));
        int blocksInRow = Math.ceilDiv(width, TASK);
        int height = Math.ceilDiv(Roles.points(rows), rowsPerTask);
        IntStream.range(0, height * blocksInRow).parallel().forEach(task -> {
            int from = task % blocksInRow * TASK;
            int firstRow = task / blocksInRow * rowsPerTask;
            int lastRow = Math.min(Roles.points(rows), firstRow + rowsPerTask);
            new Worker().run(firstRow, lastRow, from, Math.min(width, from + TASK));
        });
        return new Bounded(values, bounds);
    }

    /** The slots of one thread. */
    private final class Worker {
        private final double[][] slots = new double[program.slots()][BLOCK];
        private final double[][] errors = new double[rule == null ? 0 : program.slots()][BLOCK];
        private final int[] positions = new int[BLOCK];

        void run(int firstRow, int lastRow, int from, int to) {
            for (int row = firstRow; row < lastRow; row++) {
                for (int col = from; col < to; col += BLOCK) {
                    runBlock(row, col, Math.min(to, col + BLOCK));
                }
            }
        }

        private void runBlock(int row, int from, int to) {
            int count = to - from;
            for (int i = 0; i < program.slots(); i++) {
                fill(i, row, from, to);
            }
            int at = row * Roles.points(cols) + from;
            System.arraycopy(slots[program.slots() - 1], 0, values, at, count);
            if (rule != null) {
                System.arraycopy(errors[program.slots() - 1], 0, bounds, at, count);
            }
        }

        private void fill(int slot, int row, int from, int to) {
            Instruction instruction = program.instructions().get(slot);
            int count = to - from;
            switch (instruction.f()) {
                case Arg(int operand) -> gather(operand, slot, row, from, to);
                case Const(double value) -> Arrays.fill(slots[slot], 0, count, value);
                case Index(LoopDim axis) -> index(axis, slot, row, from, to);
                case Table(LoopDim axis, List<Double> table) -> table(axis, table, slot, row, from, to);
                case Unary(UnaryOp op, var _) -> unary(op, instruction, slot, count);
                case Binary(BinaryOp op, var _, var _) -> binary(op, instruction, slot, count);
                case Select _ -> select(instruction, slot, count);
            }
        }

        private void gather(int operand, int slot, int row, int from, int to) {
            TabulatedView view = views.get(operand);
            if (view.leaves(row, from, to)) {
                throw PointByPoint.outside(step.operands().get(operand));
            }
            view.gather(operands.get(operand).value(), row, from, to, 0, slots[slot], 0, positions);
            if (rule != null) {
                view.gather(operands.get(operand).error(), row, from, to, 0, errors[slot], 0, positions);
            }
        }

        private void index(LoopDim axis, int slot, int row, int from, int to) {
            Arrays.fill(positions, 0);
            if (indices.containsKey(axis)) {
                indices.get(axis).positions(row, from, to, positions);
            }
            for (int i = 0; i < to - from; i++) {
                slots[slot][i] = positions[i];
            }
        }

        private void table(LoopDim axis, List<Double> table, int slot, int row, int from, int to) {
            index(axis, slot, row, from, to);
            for (int i = 0; i < to - from; i++) {
                slots[slot][i] = table.get(positions[i]);
            }
            for (int i = 0; i < to - from && rule != null; i++) {
                errors[slot][i] = rule.ofConstant(slots[slot][i]);
            }
        }

        private void unary(UnaryOp op, Instruction instruction, int slot, int count) {
            double[] x = slots[instruction.x()];
            double[] result = slots[slot];
            for (int i = 0; i < count; i++) {
                result[i] = Arithmetic.apply(op, x[i]);
            }
            for (int i = 0; i < count && rule != null; i++) {
                errors[slot][i] = op == UnaryOp.SINGLE && isExact(instruction.x(), i)
                        ? rule.ofCorrectlyRounded(result[i])
                        : rule.of(op, x[i], errors[instruction.x()][i]);
            }
        }

        /** Whether a device has this very number, or one operation on such from which it is to be rounded. */
        private boolean isExact(int slot, int i) {
            Instruction instruction = program.instructions().get(slot);
            return errors[slot][i] == 0
                    || instruction.f() instanceof Binary(BinaryOp op, var _, var _)
                            && SINGLE_OPERATIONS.contains(op)
                            && errors[instruction.x()][i] == 0
                            && errors[instruction.y()][i] == 0;
        }

        private void binary(BinaryOp op, Instruction instruction, int slot, int count) {
            double[] x = slots[instruction.x()];
            double[] y = slots[instruction.y()];
            BlockArithmetic.apply(op, x, y, slots[slot], count);
            double[] ex = rule == null ? null : errors[instruction.x()];
            double[] ey = rule == null ? null : errors[instruction.y()];
            for (int i = 0; i < count && rule != null; i++) {
                boolean exact = integers[slot] && ex[i] == 0 && ey[i] == 0;
                errors[slot][i] = exact ? 0 : rule.of(op, x[i], ex[i], y[i], ey[i]);
            }
        }

        private void select(Instruction instruction, int slot, int count) {
            double[] condition = slots[instruction.x()];
            double[] then = slots[instruction.y()];
            double[] otherwise = slots[instruction.z()];
            for (int i = 0; i < count; i++) {
                slots[slot][i] = condition[i] != 0 ? then[i] : otherwise[i];
            }
            for (int i = 0; i < count && rule != null; i++) {
                errors[slot][i] = ScalarError.ofSelect(
                        condition[i],
                        errors[instruction.x()][i],
                        then[i],
                        errors[instruction.y()][i],
                        otherwise[i],
                        errors[instruction.z()][i]);
            }
        }
    }
}
