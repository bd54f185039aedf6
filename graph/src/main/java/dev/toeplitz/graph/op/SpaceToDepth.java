package dev.toeplitz.graph.op;

import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.Require;
import java.util.List;

/**
 * A block of pixels becomes channels of one: N × C × H × W to N × C·b² × H/b × W/b; space-to-channel.
 *
 * @param blockFirst whether the output's channels count the block's pixels outside and the input's channels inside
 */
public record SpaceToDepth(int block, boolean blockFirst) implements SameType {
    public SpaceToDepth {
        Require.positive("blocksize", block);
    }

    @Override
    public Shape output(List<Shape> inputs) {
        Shape x = Inputs.rank("the input", Inputs.count(inputs, 1).getFirst(), 4);
        int rows = Spatial.share("rows", x.at(2), block);
        int cols = Spatial.share("columns", x.at(3), block);
        return Shape.of(x.at(0), x.at(1) * block * block, rows, cols);
    }

    @Override
    public Definition define(List<TensorType> inputs) {
        Shape x = inputs.getFirst().shape();
        Shape y = output(List.of(x));
        Shape split = Shape.of(x.at(0), x.at(1), y.at(2), block, y.at(3), block);
        return Rearrangement.through(split, blockFirst ? List.of(0, 3, 5, 1, 2, 4) : List.of(0, 1, 3, 5, 2, 4), y);
    }
}
