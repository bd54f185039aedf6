package dev.toeplitz.graph.step;

import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.terms.InputException;
import dev.toeplitz.terms.LoopDim;
import dev.toeplitz.terms.Require;
import java.util.List;
import java.util.stream.Stream;

/**
 * One thing an operator computes. Every step makes one value, of the shape {@link #result()}. Operators grow without
 * end; these kinds hardly do, and whoever reads them does so by an exhaustive switch.
 */
public sealed interface Step {
    Shape result();

    /** The views through which it reads. */
    List<View> reads();

    /**
     * result += left · right at every point of a loop nest, starting from 0. A point at which any of the three views
     * falls outside its tensor adds nothing: padding is zeros, and a transposed convolution's crop is dropped. By
     * convention left is the input and right the weight.
     */
    record Contract(Loops loops, View left, View right, View out) implements Step {
        @Override
        public Shape result() {
            return out.shape();
        }

        @Override
        public List<View> reads() {
            return List.of(left, right);
        }
    }

    /** An expression of one element of each operand, at each element of the result; the loops are the result's axes. */
    record Pointwise(Shape result, List<View> operands, Scalar f) implements Step {
        public Pointwise {
            operands = List.copyOf(operands);
            Require.that(
                    f.highestOperand() < operands.size(),
                    "an expression of operand %d".formatted(f.highestOperand()),
                    "one of %d operands".formatted(operands.size()),
                    "add the view");
        }

        @Override
        public List<View> reads() {
            return operands;
        }
    }

    /**
     * A fold over a window at each element of the result: the loops are the result's axes and, inside them, the
     * window's. Points outside the operand are left out, of the mean's divisor too.
     */
    record Reduce(Shape result, Loops window, View operand, Fold fold) implements Step {
        @Override
        public List<View> reads() {
            return List.of(operand);
        }
    }

    /** How a {@link Reduce} joins elements. */
    enum Fold {
        SUM,
        MEAN,
        PRODUCT,
        MAX,
        MIN,
        /** Where in the window, counted row-major from 0, the first of its largest elements stands; 0 where none is inside. */
        ARG_MAX,
        /** The same of its smallest. */
        ARG_MIN;

        /** Whether the result is a position and not a value. */
        public boolean isPosition() {
            return this == ARG_MAX || this == ARG_MIN;
        }
    }

    /**
     * A body carried out once for each time from 0 to {@code times} − 1, its state handed from each to the next; the result
     * is every state that it came to, times × state. The body's value 0 is the state, value 1 + i what feed i gives at that
     * time, and its one output is the new state.
     *
     * @param initial the state before the first time; its loops are the state's axes
     */
    record Scan(int times, Shape state, View initial, List<Feed> feeds, Definition body) implements Step {
        public Scan {
            feeds = List.copyOf(feeds);
            Require.that(
                    body.inputs() == 1 + feeds.size() && body.outputs().size() == 1,
                    "a body of %d inputs and %d outputs"
                            .formatted(body.inputs(), body.outputs().size()),
                    "the state and %d feeds, and the new state".formatted(feeds.size()),
                    "correct the body");
            Require.that(
                    body.result(0).elements() == state.elements(),
                    "a new state of shape " + body.result(0),
                    "the elements of " + state,
                    "correct the body");
            Require.that(
                    body.steps().stream().noneMatch(Scan.class::isInstance),
                    "a scan within a scan",
                    "one after the other",
                    "unroll the inner one");
        }

        @Override
        public Shape result() {
            return Shape.of(times).then(state);
        }

        @Override
        public List<View> reads() {
            return Stream.concat(Stream.of(initial), feeds.stream().map(Feed::view))
                    .toList();
        }
    }

    /** What a {@link Scan}'s body reads: a tensor of {@code shape}, whose axes are the view's loops, beside TIME. */
    record Feed(Shape shape, View view) {
        /** The same at one time. */
        public View at(int time) {
            return view.at(LoopDim.TIME, time);
        }

        public boolean changes() {
            return view.movesWith(LoopDim.TIME);
        }
    }

    /** The same elements elsewhere; what no copy writes, and what a copy reads from outside, is {@code fill}. */
    record Move(Shape result, List<Copy> copies, double fill) implements Step {
        public Move {
            copies = List.copyOf(copies);
            if (copies.isEmpty()) {
                throw new InputException("a move without sources", "at least one", "say what is copied");
            }
        }

        @Override
        public List<View> reads() {
            return copies.stream().map(Copy::from).toList();
        }
    }

    /** One source of a {@link Move}: at every point of the loops, the element of {@code to} becomes that of {@code from}. */
    record Copy(Loops loops, View from, View to) {}
}
