package dev.toeplitz.graph.op;

import static dev.toeplitz.graph.step.Scalar.arg;

import dev.toeplitz.graph.op.Recurrence.Extra;
import dev.toeplitz.graph.step.Axis;
import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.Loops;
import dev.toeplitz.graph.step.Scalar;
import dev.toeplitz.graph.step.Step;
import dev.toeplitz.graph.step.Step.Contract;
import dev.toeplitz.graph.step.Step.Copy;
import dev.toeplitz.graph.step.Step.Move;
import dev.toeplitz.graph.step.Step.Pointwise;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.terms.LoopDim;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** One time of a recurrent layer as it is put together: a scan's body. Every expression is of one unit of one sequence. */
final class Cell {
    private static final int STATE = 0;
    private static final int PROJECTED = 1;
    private static final int WEIGHTS = 2;

    private final int batch;
    private final int hidden;
    private final int gates;
    private final int states;
    private final int inputs;
    private final OptionalInt bias;
    private final OptionalInt peepholes;
    private final OptionalInt mask;
    private final List<Step> steps = new ArrayList<>();
    private final List<Integer> updated = new ArrayList<>();

    /** What the expression being put together reads. */
    private final List<View> views = new ArrayList<>();

    Cell(Recurrence form, int batch, int hidden, int gates, int states, boolean separateBias) {
        this.batch = batch;
        this.hidden = hidden;
        this.gates = gates;
        this.states = states;
        int next = WEIGHTS + 1;
        bias = separateBias ? OptionalInt.of(next++) : OptionalInt.empty();
        peepholes = form.has(Extra.PEEPHOLES) ? OptionalInt.of(next++) : OptionalInt.empty();
        mask = form.has(Extra.LENGTHS) ? OptionalInt.of(next++) : OptionalInt.empty();
        inputs = next;
    }

    /** Part {@code index} of a value whose other two axes are the loops. */
    static View part(int value, Shape shape, int index) {
        return View.of(value, shape)
                .axis(Axis.at(index))
                .axis(LoopDim.axis(0))
                .axis(LoopDim.axis(1))
                .build();
    }

    private int add(Step step) {
        steps.add(step);
        return inputs + steps.size() - 1;
    }

    /** The product of the hidden state with the weights of {@code count} gates: B × count·H. */
    int recurrent(int first, int count) {
        View state = View.of(STATE, Shape.of(states, batch, hidden))
                .axis(Axis.at(0))
                .axis(LoopDim.BATCH)
                .axis(LoopDim.IN_CHANNEL)
                .build();
        return product(state, first, count);
    }

    /** The same of a value of B × H. */
    int recurrent(int value, int first, int count) {
        View left = View.of(value, Shape.of(batch, hidden))
                .axis(LoopDim.BATCH)
                .axis(LoopDim.IN_CHANNEL)
                .build();
        return product(left, first, count);
    }

    private int product(View left, int first, int count) {
        Loops loops = Loops.none()
                .with(LoopDim.BATCH, batch)
                .with(LoopDim.OUT_CHANNEL, count * hidden)
                .with(LoopDim.IN_CHANNEL, hidden);
        View right = View.of(WEIGHTS, Shape.of(gates * hidden, hidden))
                .axis(Axis.of(first * hidden, LoopDim.OUT_CHANNEL, 1))
                .axis(LoopDim.IN_CHANNEL)
                .build();
        View out = View.of(inputs + steps.size(), Shape.of(batch, count * hidden))
                .axis(LoopDim.BATCH)
                .axis(LoopDim.OUT_CHANNEL)
                .build();
        return add(new Contract(loops, left, right, out));
    }

    /** An operand of the expression being put together. */
    private Scalar read(View view) {
        views.add(view);
        return arg(views.size() - 1);
    }

    /** What a product says of one of its gates, with the state's bias of gate {@code gate} where there is one. */
    Scalar ofState(int product, int count, int index, int gate) {
        Scalar sum = read(gate(product, count, index));
        return bias.isEmpty() ? sum : sum.plus(read(unit(bias.getAsInt(), gates, gate)));
    }

    /** What the input says of a gate. */
    Scalar ofInput(int gate) {
        return read(gate(PROJECTED, gates, gate));
    }

    private View gate(int value, int count, int index) {
        return View.of(value, Shape.of(batch, count, hidden))
                .axis(LoopDim.axis(0))
                .axis(Axis.at(index))
                .axis(LoopDim.axis(1))
                .build();
    }

    /** A number of each unit, the same for all sequences. */
    private View unit(int value, int count, int index) {
        return View.of(value, Shape.of(count, hidden))
                .axis(Axis.at(index))
                .axis(LoopDim.axis(1))
                .build();
    }

    /** {@code x} and what peephole {@code index} adds of the cell state. */
    Scalar withPeephole(Scalar x, int index, Scalar cell) {
        return peepholes.isEmpty()
                ? x
                : x.plus(read(unit(peepholes.getAsInt(), 3, index)).times(cell));
    }

    /** A state as it was. */
    Scalar state(int which) {
        return read(part(STATE, Shape.of(states, batch, hidden), which));
    }

    /** A value of B × H. */
    Scalar value(int value) {
        return read(View.aligned(value, Shape.of(batch, hidden), Shape.of(batch, hidden)));
    }

    /** Computes the expression put together: B × H. */
    int compute(Scalar f) {
        int value = add(new Pointwise(Shape.of(batch, hidden), views, f));
        views.clear();
        return value;
    }

    /** Computes a state anew; of a sequence that has ended it stays as it was. */
    int update(int which, Scalar f) {
        Scalar held = f;
        if (mask.isPresent()) {
            View lasts = View.of(mask.getAsInt(), Shape.of(batch))
                    .axis(LoopDim.axis(0))
                    .build();
            held = read(lasts).choose(f, state(which));
        }
        int value = compute(held);
        updated.add(value);
        return value;
    }

    /** The whole; the states must have been updated in reverse order, the cell state before the hidden one. */
    Definition body() {
        if (states > 1) {
            Shape packed = Shape.of(states, batch, hidden);
            Shape part = Shape.of(batch, hidden);
            List<Copy> copies = new ArrayList<>();
            for (int which = 0; which < states; which++) {
                int value = updated.get(states - 1 - which);
                View to = part(inputs + steps.size(), packed, which);
                copies.add(new Copy(Loops.over(part), View.aligned(value, part, part), to));
            }
            add(new Move(packed, copies, 0));
        }
        return new Definition(inputs, steps);
    }
}
