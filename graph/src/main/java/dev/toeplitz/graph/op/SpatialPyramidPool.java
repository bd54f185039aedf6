package dev.toeplitz.graph.op;

import dev.toeplitz.graph.step.Axis;
import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.Loops;
import dev.toeplitz.graph.step.Step;
import dev.toeplitz.graph.step.Step.Copy;
import dev.toeplitz.graph.step.Step.Fold;
import dev.toeplitz.graph.step.Step.Move;
import dev.toeplitz.graph.step.Step.Reduce;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.LoopDim;
import dev.toeplitz.terms.Require;
import java.util.ArrayList;
import java.util.List;

/**
 * A map pooled into L × L bins for each level L, all bins side by side: N × C × H × W to N × C · Σ L², the same length for any
 * map. Bin i covers rows ⌊i · H / L⌋ to ⌈(i + 1) · H / L⌉, so bins may share a row; within a level, channels lie outside.
 * Source: He et al. 2014, appendix A.
 */
public record SpatialPyramidPool(Fold fold, List<Integer> levels) implements SameType {
    public SpatialPyramidPool {
        levels = List.copyOf(levels);
        levels.forEach(level -> Require.positive("level", level));
    }

    @Override
    public Shape output(List<Shape> inputs) {
        Shape x = Inputs.rank("the input", Inputs.count(inputs, 1).getFirst(), 4);
        for (int level : levels) {
            Require.that(
                    level <= x.at(2) && level <= x.at(3),
                    "%d bins a side over shape %s".formatted(level, x),
                    "at most one for each pixel",
                    "leave the level out");
        }
        return Shape.of(x.at(0), x.at(1) * bins());
    }

    private int bins() {
        return levels.stream().mapToInt(level -> level * level).sum();
    }

    @Override
    public Definition define(List<TensorType> inputs) {
        Shape x = inputs.getFirst().shape();
        Shape y = output(List.of(x));
        List<Step> steps = new ArrayList<>();
        List<Copy> copies = new ArrayList<>();
        int from = 0;
        for (int level : levels) {
            int area = level * level;
            for (int bin = 0; bin < area; bin++) {
                Reduce pooled = bin(x, level, bin / level, bin % level);
                steps.add(pooled);
                copies.add(place(steps.size(), pooled.result(), y, from + bin, area));
            }
            from += x.at(1) * area;
        }
        steps.add(new Move(y, copies, 0));
        return new Definition(1, steps);
    }

    private Reduce bin(Shape x, int level, int row, int col) {
        int top = row * x.at(2) / level;
        int left = col * x.at(3) / level;
        Loops window = Loops.none()
                .with(LoopDim.FILTER_ROW, Math.ceilDiv((row + 1) * x.at(2), level) - top)
                .with(LoopDim.FILTER_COL, Math.ceilDiv((col + 1) * x.at(3), level) - left);
        View view = View.of(0, x)
                .axis(LoopDim.axis(0))
                .axis(LoopDim.axis(1))
                .axis(Axis.of(top, LoopDim.FILTER_ROW, 1))
                .axis(Axis.of(left, LoopDim.FILTER_COL, 1))
                .build();
        return new Reduce(x.slice(0, 2), window, view, fold);
    }

    /** One bin's channels, {@code apart} elements from each other in the vector. */
    private Copy place(int value, Shape pooled, Shape y, int first, int apart) {
        View to = View.of(1 + bins(), y)
                .axis(LoopDim.axis(0))
                .axis(Axis.of(first, LoopDim.axis(1), apart))
                .build();
        return new Copy(Loops.over(pooled), View.aligned(value, pooled, pooled), to);
    }
}
