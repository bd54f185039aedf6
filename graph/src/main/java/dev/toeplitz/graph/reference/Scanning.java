package dev.toeplitz.graph.reference;

import dev.toeplitz.graph.step.Loops;
import dev.toeplitz.graph.step.Step.Copy;
import dev.toeplitz.graph.step.Step.Feed;
import dev.toeplitz.graph.step.Step.Move;
import dev.toeplitz.graph.step.Step.Scan;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.graph.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/** A scan: time after time, the errors of each state carried into the next. */
final class Scanning {
    private final List<Inexact> values;

    /** Null where no bounds are wanted. */
    private final Precision precision;

    private Scanning(List<Inexact> values, Precision precision) {
        this.values = values;
        this.precision = precision;
    }

    static Bounded run(Scan scan, List<Inexact> values, Precision precision) {
        return new Scanning(values, precision).run(scan);
    }

    private Bounded run(Scan scan) {
        int size = Math.toIntExact(scan.state().elements());
        double[] states = new double[scan.times() * size];
        double[] bounds = precision == null ? null : new double[scan.times() * size];
        Inexact state = read(scan.state(), scan.initial());
        List<Inexact> lasting = scan.feeds().stream()
                .map(feed -> feed.changes() ? null : read(feed.shape(), feed.view()))
                .toList();
        for (int time = 0; time < scan.times(); time++) {
            List<Inexact> inputs = new ArrayList<>(List.of(state));
            for (int i = 0; i < lasting.size(); i++) {
                Feed feed = scan.feeds().get(i);
                inputs.add(feed.changes() ? read(feed.shape(), feed.at(time)) : lasting.get(i));
            }
            Bounded next = Tabulated.run(scan.body(), inputs, precision);
            System.arraycopy(next.value(), 0, states, time * size, size);
            if (bounds != null) {
                System.arraycopy(next.bound(), 0, bounds, time * size, size);
            }
            state = Tabulated.held(scan.state(), next, precision);
        }
        return new Bounded(states, bounds);
    }

    /** What a view gives at each element of a shape. */
    private Inexact read(Shape shape, View view) {
        View to = View.aligned(-1, shape, shape);
        Move move = new Move(shape, List.of(new Copy(Loops.over(shape), view, to)), 0);
        double[] value = Moving.run(move, 0, operand -> values.get(operand).value());
        double[] bound = precision == null
                ? null
                : Moving.run(move, 0, operand -> values.get(operand).error());
        return Tabulated.held(shape, new Bounded(value, bound), precision);
    }
}
