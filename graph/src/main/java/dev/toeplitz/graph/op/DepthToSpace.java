package dev.toeplitz.graph.op;

import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.Require;
import java.util.List;

/**
 * Channels of a pixel become a block of pixels: N × C·b² × H × W to N × C × b·H × b·W; channel-to-space, pixel shuffle.
 *
 * @param blockFirst whether the input's channels count the block's pixels outside and the output's channels inside (ONNX's
 *     DCR), else the other way round (CRD, the pixel shuffle of Shi et al. 2016)
 */
public record DepthToSpace(int block, boolean blockFirst) implements SameType {
    public DepthToSpace {
        Require.positive("blocksize", block);
    }

    @Override
    public Shape output(List<Shape> inputs) {
        Shape x = Inputs.rank("the input", Inputs.count(inputs, 1).getFirst(), 4);
        int c = Spatial.share("channels", x.at(1), block * block);
        return Shape.of(x.at(0), c, x.at(2) * block, x.at(3) * block);
    }

    @Override
    public Definition define(List<TensorType> inputs) {
        Shape x = inputs.getFirst().shape();
        Shape y = output(List.of(x));
        return blockFirst
                ? Rearrangement.through(
                        Shape.of(x.at(0), block, block, y.at(1), x.at(2), x.at(3)), List.of(0, 3, 4, 1, 5, 2), y)
                : Rearrangement.through(
                        Shape.of(x.at(0), y.at(1), block, block, x.at(2), x.at(3)), List.of(0, 1, 4, 2, 5, 3), y);
    }
}
