package dev.toeplitz.graph.op;

import static dev.toeplitz.graph.step.Scalar.arg;
import static dev.toeplitz.graph.step.Scalar.constant;

import dev.toeplitz.graph.op.Recurrence.Extra;
import dev.toeplitz.graph.step.Axis;
import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.Loops;
import dev.toeplitz.graph.step.Scalar;
import dev.toeplitz.graph.step.Step;
import dev.toeplitz.graph.step.Step.Contract;
import dev.toeplitz.graph.step.Step.Copy;
import dev.toeplitz.graph.step.Step.Feed;
import dev.toeplitz.graph.step.Step.Move;
import dev.toeplitz.graph.step.Step.Pointwise;
import dev.toeplitz.graph.step.Step.Scan;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.terms.LoopDim;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * The steps around a recurrent cell: the product with the input for all times at once, since it waits for nothing; for each
 * direction a scan; and the hidden states laid out as outputs.
 */
final class Unfolded {
    private final Recurrence form;
    private final List<Shape> inputs;
    private final int gates;
    private final int states;
    private final int times;
    private final int batch;
    private final int hidden;
    private final List<Step> steps = new ArrayList<>();

    Unfolded(Recurrence form, List<Shape> inputs, int gates, int states) {
        this.form = form;
        this.inputs = inputs;
        this.gates = gates;
        this.states = states;
        times = inputs.get(0).at(0);
        batch = inputs.get(0).at(1);
        hidden = inputs.get(2).at(2);
    }

    /** The whole layer; {@code cell} says what one direction does at one time. */
    Definition define(IntFunction<Cell> cell) {
        List<Integer> trajectories = new ArrayList<>();
        for (int which = 0; which < form.directions(); which++) {
            trajectories.add(direction(which, cell.apply(which)));
        }
        List<Integer> outputs = new ArrayList<>(List.of(hidden(trajectories)));
        for (int state = 0; state < states; state++) {
            outputs.add(last(trajectories, state));
        }
        return new Definition(inputs.size(), steps, outputs);
    }

    Cell cell() {
        return new Cell(form, batch, hidden, gates, states, separateBias());
    }

    /** Whether the state's products have a bias of their own. */
    private boolean separateBias() {
        return form.has(Extra.BIAS) && inputs.get(form.input(Extra.BIAS)).at(1) == 2 * gates * hidden;
    }

    private int add(Step step) {
        steps.add(step);
        return next() - 1;
    }

    private int next() {
        return inputs.size() + steps.size();
    }

    private int direction(int which, Cell cell) {
        int projected = projected(which);
        Shape state = Shape.of(states, batch, hidden);
        View initial = View.aligned(initial(which, state), state, state);
        Axis time = form.reverses(which) ? Axis.of(times - 1, LoopDim.TIME, -1) : Axis.of(LoopDim.TIME);
        List<Feed> feeds = feeds(which, projected, time);
        return add(new Scan(times, state, initial, feeds, cell.body()));
    }

    /** What a {@link Cell} reads beside its state, in the order in which it numbers them. */
    private List<Feed> feeds(int which, int projected, Axis time) {
        int rows = gates * hidden;
        View product = View.of(projected, Shape.of(times, batch, rows))
                .axis(time)
                .axis(LoopDim.axis(0))
                .axis(LoopDim.axis(1))
                .build();
        List<Feed> feeds = new ArrayList<>(
                List.of(new Feed(Shape.of(batch, rows), product), weights(2, which, Shape.of(rows, hidden), 0)));
        if (separateBias()) {
            feeds.add(weights(form.input(Extra.BIAS), which, Shape.of(rows), rows));
        }
        if (form.has(Extra.PEEPHOLES)) {
            feeds.add(weights(form.input(Extra.PEEPHOLES), which, Shape.of(3 * hidden), 0));
        }
        if (form.has(Extra.LENGTHS)) {
            View.Builder mask =
                    View.of(mask(), Shape.of(times, batch)).axis(time).axis(LoopDim.axis(0));
            feeds.add(new Feed(Shape.of(batch), mask.build()));
        }
        return feeds;
    }

    /** One direction's part of weights, the first axis; {@code from} on along the second. */
    private Feed weights(int input, int which, Shape part, int from) {
        View.Builder view =
                View.of(input, inputs.get(input)).axis(Axis.at(which)).axis(Axis.of(from, LoopDim.axis(0), 1));
        for (int axis = 1; axis < part.rank(); axis++) {
            view.axis(LoopDim.axis(axis));
        }
        return new Feed(part, view.build());
    }

    /** x · wᵀ and its bias: T × B × G·H. */
    private int projected(int which) {
        Shape x = inputs.get(0);
        int rows = gates * hidden;
        Shape result = Shape.of(times, batch, rows);
        Loops loops = Loops.none()
                .with(LoopDim.TIME, times)
                .with(LoopDim.BATCH, batch)
                .with(LoopDim.OUT_CHANNEL, rows)
                .with(LoopDim.IN_CHANNEL, x.at(2));
        View input = View.of(0, x)
                .axis(LoopDim.TIME)
                .axis(LoopDim.BATCH)
                .axis(LoopDim.IN_CHANNEL)
                .build();
        View weight = View.of(1, inputs.get(1))
                .axis(Axis.at(which))
                .axis(LoopDim.OUT_CHANNEL)
                .axis(LoopDim.IN_CHANNEL)
                .build();
        View output = View.of(next(), result)
                .axis(LoopDim.TIME)
                .axis(LoopDim.BATCH)
                .axis(LoopDim.OUT_CHANNEL)
                .build();
        int product = add(new Contract(loops, input, weight, output));
        if (!form.has(Extra.BIAS)) {
            return product;
        }
        int bias = form.input(Extra.BIAS);
        View shift = View.of(bias, inputs.get(bias))
                .axis(Axis.at(which))
                .axis(LoopDim.axis(2))
                .build();
        return add(new Pointwise(result, List.of(View.aligned(product, result, result), shift), arg(0).plus(arg(1))));
    }

    private int initial(int which, Shape state) {
        List<Copy> copies = new ArrayList<>();
        List<Extra> kinds = List.of(Extra.INITIAL_STATE, Extra.INITIAL_CELL);
        for (int i = 0; i < states; i++) {
            if (form.has(kinds.get(i))) {
                int input = form.input(kinds.get(i));
                View from = View.of(input, inputs.get(input))
                        .axis(Axis.at(which))
                        .axis(LoopDim.axis(0))
                        .axis(LoopDim.axis(1))
                        .build();
                copies.add(new Copy(Loops.over(Shape.of(batch, hidden)), from, Cell.part(next(), state, i)));
            }
        }
        return add(copies.isEmpty() ? new Pointwise(state, List.of(), constant(0)) : new Move(state, copies, 0));
    }

    /** 1 while a sequence lasts: T × B. */
    private int mask() {
        Shape shape = Shape.of(times, batch);
        View lengths = View.along(form.input(Extra.LENGTHS), batch, 1);
        return add(new Pointwise(shape, List.of(lengths), new Scalar.Index(LoopDim.axis(0)).less(arg(0))));
    }

    /** Every hidden state: T × D × B × H. */
    private int hidden(List<Integer> trajectories) {
        Shape result = Shape.of(times, trajectories.size(), batch, hidden);
        List<Copy> copies = new ArrayList<>();
        for (int which = 0; which < trajectories.size(); which++) {
            boolean reverses = form.reverses(which);
            View from = View.of(trajectories.get(which), Shape.of(times, states, batch, hidden))
                    .axis(Axis.of(reverses ? times - 1 : 0, LoopDim.axis(0), reverses ? -1 : 1))
                    .axis(Axis.at(0))
                    .axis(LoopDim.axis(2))
                    .axis(LoopDim.axis(3))
                    .build();
            View to = View.of(next(), result)
                    .axis(LoopDim.axis(0))
                    .axis(Axis.at(which))
                    .axis(LoopDim.axis(2))
                    .axis(LoopDim.axis(3))
                    .build();
            copies.add(new Copy(Loops.over(result.with(1, 1)), from, to));
        }
        int all = add(new Move(result, copies, 0));
        return form.has(Extra.LENGTHS) ? withoutPadding(all, result) : all;
    }

    private int withoutPadding(int all, Shape result) {
        View lengths = View.along(form.input(Extra.LENGTHS), batch, 2);
        Scalar lasts = new Scalar.Index(LoopDim.axis(0)).less(arg(1));
        List<View> views = List.of(View.aligned(all, result, result), lengths);
        return add(new Pointwise(result, views, lasts.choose(arg(0), constant(0))));
    }

    /** A state after each direction's last time: D × B × H. */
    private int last(List<Integer> trajectories, int state) {
        Shape result = Shape.of(trajectories.size(), batch, hidden);
        List<Copy> copies = new ArrayList<>();
        for (int which = 0; which < trajectories.size(); which++) {
            View from = View.of(trajectories.get(which), Shape.of(times, states, batch, hidden))
                    .axis(Axis.at(times - 1))
                    .axis(Axis.at(state))
                    .axis(LoopDim.axis(0))
                    .axis(LoopDim.axis(1))
                    .build();
            copies.add(new Copy(Loops.over(Shape.of(batch, hidden)), from, Cell.part(next(), result, which)));
        }
        return add(new Move(result, copies, 0));
    }
}
