package dev.toeplitz.graph.op;

import dev.toeplitz.graph.step.Axis;
import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.Loops;
import dev.toeplitz.graph.step.Step.Copy;
import dev.toeplitz.graph.step.Step.Move;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.LoopDim;
import dev.toeplitz.terms.Require;
import java.util.ArrayList;
import java.util.List;

/**
 * Each channel moved by one offset of a {@code filter} × {@code filter} window, zeros moving in: y[n, c, r, s] = x[n, c, r + dy,
 * s + dx]. Channels are dealt to the offsets in runs of ⌊C / F²⌋, row by row of the window; those left over stay where they
 * are. No parameters and no arithmetic. Source: Wu et al. 2017 (ShiftNet).
 */
public record Shift(int filter) implements SameType {
    public Shift {
        Require.that(
                filter > 0 && filter % 2 == 1, "a shift window of %d".formatted(filter), "an odd size", "take 3 or 5");
    }

    @Override
    public Shape output(List<Shape> inputs) {
        return Inputs.rank("the input", Inputs.count(inputs, 1).getFirst(), 4);
    }

    @Override
    public Definition define(List<TensorType> inputs) {
        Shape x = inputs.getFirst().shape();
        int run = x.at(1) / (filter * filter);
        List<Copy> copies = new ArrayList<>();
        for (int offset = 0; offset < filter * filter; offset++) {
            copies.add(copy(x, offset * run, run, offset / filter - filter / 2, offset % filter - filter / 2));
        }
        int moved = run * filter * filter;
        copies.add(copy(x, moved, x.at(1) - moved, 0, 0));
        return new Definition(1, List.of(new Move(x, copies, 0)));
    }

    private static Copy copy(Shape x, int channel, int channels, int down, int right) {
        Axis run = Axis.of(channel, LoopDim.axis(1), 1);
        View from = View.of(0, x)
                .axis(LoopDim.axis(0))
                .axis(run)
                .axis(Axis.of(down, LoopDim.axis(2), 1))
                .axis(Axis.of(right, LoopDim.axis(3), 1))
                .build();
        View to = View.of(1, x)
                .axis(LoopDim.axis(0))
                .axis(run)
                .axis(LoopDim.axis(2))
                .axis(LoopDim.axis(3))
                .build();
        return new Copy(Loops.over(x.with(1, channels)), from, to);
    }
}
