package dev.toeplitz.graph.step;

import dev.toeplitz.graph.step.Step.Copy;
import dev.toeplitz.graph.step.Step.Feed;
import dev.toeplitz.graph.step.Step.Move;
import dev.toeplitz.graph.step.Step.Scan;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.terms.LoopDim;
import java.util.ArrayList;
import java.util.List;

/** A definition's scans written out: the body's steps again for each time, and a move that lays the states side by side. */
final class Unrolling {
    private final int inputs;
    private final List<Step> steps = new ArrayList<>();

    private Unrolling(int inputs) {
        this.inputs = inputs;
    }

    static Definition of(Definition definition) {
        Unrolling unrolling = new Unrolling(definition.inputs());
        List<Integer> values = new ArrayList<>();
        for (int input = 0; input < definition.inputs(); input++) {
            values.add(input);
        }
        definition.steps().forEach(step -> values.add(unrolling.add(step, values)));
        return new Definition(
                definition.inputs(),
                unrolling.steps,
                definition.outputs().stream().map(values::get).toList());
    }

    private int add(Step step, List<Integer> values) {
        return step instanceof Scan scan ? unroll(scan, values) : add(Renumbering.of(step, values::get, next()));
    }

    private int add(Step step) {
        steps.add(step);
        return next() - 1;
    }

    /** The value that the next step makes. */
    private int next() {
        return inputs + steps.size();
    }

    private int unroll(Scan scan, List<Integer> values) {
        int state = read(scan.state(), scan.initial(), values);
        List<Integer> lasting = new ArrayList<>();
        for (Feed feed : scan.feeds()) {
            lasting.add(feed.changes() ? -1 : read(feed.shape(), feed.view(), values));
        }
        List<Copy> copies = new ArrayList<>();
        for (int time = 0; time < scan.times(); time++) {
            List<Integer> body = new ArrayList<>(List.of(state));
            for (int i = 0; i < scan.feeds().size(); i++) {
                Feed feed = scan.feeds().get(i);
                body.add(feed.changes() ? read(feed.shape(), feed.at(time), values) : lasting.get(i));
            }
            scan.body().steps().forEach(step -> body.add(add(step, body)));
            state = body.get(scan.body().outputs().getFirst());
            copies.add(kept(scan, state, time));
        }
        int trajectory = next();
        return add(new Move(
                scan.result(),
                copies.stream()
                        .map(copy ->
                                new Copy(copy.loops(), copy.from(), copy.to().of(trajectory)))
                        .toList(),
                0));
    }

    /** What a view gives at each element of a shape: the value itself where that is all of it. */
    private int read(Shape shape, View view, List<Integer> values) {
        View from = view.of(values.get(view.operand()));
        if (from.isAlignedWith(shape)) {
            return from.operand();
        }
        View to = View.aligned(next(), shape, shape);
        return add(new Move(shape, List.of(new Copy(Loops.over(shape), from, to)), 0));
    }

    private static Copy kept(Scan scan, int state, int time) {
        View.Builder to = View.of(-1, scan.result()).axis(Axis.at(time));
        for (int axis = 0; axis < scan.state().rank(); axis++) {
            to.axis(LoopDim.axis(axis));
        }
        return new Copy(Loops.over(scan.state()), View.aligned(state, scan.state(), scan.state()), to.build());
    }
}
