package dev.toeplitz.graph.reference;

import dev.toeplitz.graph.step.Loops.Loop;
import dev.toeplitz.graph.step.Step.Copy;
import dev.toeplitz.graph.step.Step.Move;
import dev.toeplitz.graph.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/** A move: copy by copy, row by row, since a later copy may write over an earlier one. */
final class Moving {
    private Moving() {}

    /** {@code sources} gives each value's tensor; {@code fill} is what no copy writes or a copy reads from outside. */
    static double[] run(Move step, double fill, IntFunction<Tensor> sources) {
        double[] result = new double[Math.toIntExact(step.result().elements())];
        Arrays.fill(result, fill);
        step.copies().forEach(copy -> copy(copy, sources.apply(copy.from().operand()), fill, result));
        return result;
    }

    private static void copy(Copy copy, Tensor source, double fill, double[] result) {
        List<Loop> loops = copy.loops().list();
        int split = Math.max(0, loops.size() - 1);
        TabulatedView from =
                new TabulatedView(copy.from(), loops.subList(0, split), loops.subList(split, loops.size()));
        TabulatedView to = new TabulatedView(copy.to(), loops.subList(0, split), loops.subList(split, loops.size()));
        double[] row = new double[to.cols()];
        int[] positions = new int[to.cols()];
        for (int i = 0; i < to.rows() && to.cols() > 0; i++) {
            from.gather(source, i, 0, from.cols(), fill, row, 0, positions);
            to.positions(i, 0, to.cols(), positions);
            scatter(row, positions, result);
        }
    }

    private static void scatter(double[] row, int[] positions, double[] result) {
        for (int col = 0; col < row.length; col++) {
            if (positions[col] != TabulatedView.OUTSIDE) {
                result[positions[col]] = row[col];
            }
        }
    }
}
