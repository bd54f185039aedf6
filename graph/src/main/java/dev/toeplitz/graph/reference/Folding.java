package dev.toeplitz.graph.reference;

import dev.toeplitz.graph.step.Loops;
import dev.toeplitz.graph.step.Step.Reduce;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A reduction: one row of a tabulated view is the window of one result. Elements are joined in the order of the window's
 * loops, one after the other, so results do not depend on how many threads run.
 */
final class Folding {
    /** Elements joined before a parallel task ends. */
    private static final int TASK = 1 << 14;

    private final Reduce step;
    private final Inexact operand;
    private final TabulatedView view;
    private final Precision precision;
    private final double[] values;
    private final double[] bounds;

    private Folding(Reduce step, Inexact operand, Precision precision) {
        this.step = step;
        this.operand = operand;
        this.precision = precision;
        view = new TabulatedView(
                step.operand(), Loops.over(step.result()).list(), step.window().list());
        values = new double[view.rows()];
        bounds = precision == null ? null : new double[view.rows()];
    }

    static double[] values(Reduce step, Inexact operand) {
        return new Folding(step, operand, null).run().value();
    }

    static Bounded bounded(Reduce step, Inexact operand, Precision precision) {
        return new Folding(step, operand, precision).run();
    }

    private Bounded run() {
        int rowsPerTask = Math.max(1, TASK / Math.max(1, view.cols()));
        IntStream.range(0, Math.ceilDiv(view.rows(), rowsPerTask)).parallel().forEach(task -> {
            Worker worker = new Worker();
            int last = Math.min(view.rows(), (task + 1) * rowsPerTask);
            for (int row = task * rowsPerTask; row < last; row++) {
                worker.run(row);
            }
        });
        return new Bounded(values, bounds);
    }

    /** One thread's window: its elements and their errors, without those outside. */
    private final class Worker {
        private final int[] positions = new int[view.cols()];
        private final int[] taps = new int[view.cols()];
        private int inside;

        void run(int row) {
            view.positions(row, 0, view.cols(), positions);
            inside = 0;
            for (int i = 0; i < view.cols(); i++) {
                if (positions[i] != TabulatedView.OUTSIDE) {
                    taps[inside] = i;
                    positions[inside++] = positions[i];
                }
            }
            values[row] = value();
            if (precision != null) {
                bounds[row] = bound();
            }
        }

        private double value() {
            double folded = PointByPoint.identity(step.fold());
            for (int i = 0; i < inside; i++) {
                folded = PointByPoint.join(step.fold(), folded, operand.value().at(positions[i]));
            }
            return switch (step.fold()) {
                case SUM, PRODUCT, MAX, MIN -> folded;
                case MEAN -> folded / inside;
                case ARG_MAX, ARG_MIN -> inside == 0 ? 0 : taps[first(folded)];
            };
        }

        /** Which is the first that equals the extreme of all, where one is no number that one. */
        private int first(double extreme) {
            int i = 0;
            double element = operand.value().at(positions[0]);
            while (element != extreme && !Double.isNaN(element)) {
                element = operand.value().at(positions[++i]);
            }
            return i;
        }

        private double bound() {
            double bound = switch (step.fold()) {
                case SUM -> ofSum();
                case MEAN -> ofMean();
                case PRODUCT -> ofProduct();
                case MAX, MIN -> largestError();
                case ARG_MAX, ARG_MIN -> ofPosition();
            };
            return Double.isNaN(bound) ? Double.POSITIVE_INFINITY : bound;
        }

        /** γ(n) of what a device may add up, and what is wrong with that to begin with. */
        private double ofSum() {
            double errors = 0;
            double sizes = 0;
            for (int i = 0; i < inside; i++) {
                errors += operand.error().at(positions[i]);
                sizes += Math.abs(operand.value().at(positions[i]));
            }
            return errors + precision.gamma(inside) * (sizes + errors) + inside * precision.tiny();
        }

        /** A division on top, which may be a product with a rounded reciprocal. */
        private double ofMean() {
            double ofSum = ofSum() / inside;
            return ofSum + precision.ofUlps(ScalarError.DIVIDE_ULPS + 0.5, Math.abs(value()) + ofSum);
        }

        private double ofProduct() {
            double largest = 1;
            double size = 1;
            for (int i = 0; i < inside; i++) {
                double element = Math.abs(operand.value().at(positions[i]));
                size *= element;
                largest *= element + operand.error().at(positions[i]);
            }
            return largest
                    - size
                    + precision.gamma(inside) * largest
                    + inside * precision.tiny() * Math.max(1, largest);
        }

        /** Nothing where errors change no comparison, else as far as the furthest element that might win. */
        private double ofPosition() {
            if (inside == 0) {
                return 0;
            }
            int best = (int) value();
            int winner = Arrays.binarySearch(taps, 0, inside, best);
            double extreme = operand.value().at(positions[winner]);
            double error = operand.error().at(positions[winner]);
            int furthest = 0;
            for (int i = 0; i < inside; i++) {
                double gap = Math.abs(operand.value().at(positions[i]) - extreme);
                double either = operand.error().at(positions[i]) + error;
                if (either > 0 && !(gap > either)) {
                    furthest = Math.max(furthest, Math.abs(taps[i] - best));
                }
            }
            return furthest;
        }

        private double largestError() {
            double largest = 0;
            for (int i = 0; i < inside; i++) {
                largest = Math.max(largest, operand.error().at(positions[i]));
            }
            return largest;
        }
    }
}
