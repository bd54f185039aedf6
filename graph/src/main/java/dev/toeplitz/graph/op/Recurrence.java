package dev.toeplitz.graph.op;

import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.terms.Require;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * How a recurrent layer runs, whatever its cell. Inputs: x of T × B × I, w of D × G·H × I, r of D × G·H × H, for D
 * directions, G gates and H hidden units; then, in the order of {@link Extra}, those it has. Outputs: the hidden states T × D
 * × B × H, the last one of each direction D × B × H, and of an LSTM the last cell state too.
 */
public record Recurrence(Direction direction, List<Extra> extras) {
    /** After x, w and r. */
    private static final int FIRST_EXTRA = 3;

    public Recurrence {
        extras = extras.stream().sorted().toList();
        Require.that(
                extras.stream().distinct().count() == extras.size(),
                "extra inputs %s".formatted(extras),
                "each once",
                "leave one out");
    }

    /** From the first time to the last, from the last to the first, or both, each with weights of its own. */
    public enum Direction {
        FORWARD,
        REVERSE,
        BIDIRECTIONAL
    }

    /** An input that a layer may have. */
    public enum Extra {
        /** D × G·H; or D × 2·G·H, those of x and then those of the state. */
        BIAS,
        /** D × B × H; zeros without it. */
        INITIAL_STATE,
        /** D × B × H, an LSTM's only; zeros without it. */
        INITIAL_CELL,
        /** D × 3·H, an LSTM's only: how input, output and forget gate see the cell state. */
        PEEPHOLES,
        /** B: how many times of each sequence count. The state then stays as it is, and hidden states are 0. */
        LENGTHS
    }

    /** Forward with a bias, as most are. */
    public static Recurrence forward() {
        return new Recurrence(Direction.FORWARD, List.of(Extra.BIAS));
    }

    int directions() {
        return direction == Direction.BIDIRECTIONAL ? 2 : 1;
    }

    boolean reverses(int which) {
        return direction == Direction.REVERSE || which == 1;
    }

    boolean has(Extra extra) {
        return extras.contains(extra);
    }

    /** The number of an extra input. */
    int input(Extra extra) {
        return FIRST_EXTRA + extras.indexOf(extra);
    }

    /** The outputs' shapes; {@code states} is 2 for an LSTM. */
    List<Shape> outputs(List<Shape> inputs, int gates, int states) {
        Inputs.count(inputs, FIRST_EXTRA + extras.size());
        Shape x = Inputs.rank("the sequence", inputs.get(0), 3);
        Shape r = Inputs.rank("the recurrent weights", inputs.get(2), 3);
        int hidden = r.at(2);
        Require.positive("the sequence's length", x.at(0));
        Inputs.same("the weights", inputs.get(1), Shape.of(directions(), gates * hidden, x.at(2)));
        Inputs.same("the recurrent weights", r, Shape.of(directions(), gates * hidden, hidden));
        for (Extra extra : extras) {
            require(extra, inputs.get(input(extra)), x.at(1), gates * hidden, hidden, states);
        }
        Shape last = Shape.of(directions(), x.at(1), hidden);
        return Stream.concat(Stream.of(Shape.of(x.at(0)).then(last)), Collections.nCopies(states, last).stream())
                .toList();
    }

    private void require(Extra extra, Shape found, int batch, int rows, int hidden, int states) {
        boolean cell = extra == Extra.INITIAL_CELL || extra == Extra.PEEPHOLES;
        Require.that(!cell || states == 2, "input " + extra, "none without a cell state", "leave it out");
        switch (extra) {
            case BIAS -> {
                Shape twice = Shape.of(directions(), 2 * rows);
                Inputs.same("the bias", found, found.equals(twice) ? twice : Shape.of(directions(), rows));
            }
            case INITIAL_STATE, INITIAL_CELL ->
                Inputs.same("the state before the first", found, Shape.of(directions(), batch, hidden));
            case PEEPHOLES -> Inputs.same("the peepholes", found, Shape.of(directions(), 3 * hidden));
            case LENGTHS -> Inputs.same("the lengths", found, Shape.of(batch));
        }
    }
}
