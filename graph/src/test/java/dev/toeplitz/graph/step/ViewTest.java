package dev.toeplitz.graph.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.terms.LoopDim;
import org.junit.jupiter.api.Test;

class ViewTest {
    @Test
    void aNumberOfEachColumnIsNotAlignedThoughThereAreAsManyAsElements() {
        Shape bias = Shape.of(1, 2);
        View first = View.of(0, bias).axis(Axis.at(0)).axis(LoopDim.AXIS_2).build();

        assertThat(first.isAlignedWith(Shape.of(1, 2, 1))).isFalse();
        assertThat(View.aligned(0, bias, Shape.of(1, 1, 2)).isAlignedWith(Shape.of(1, 1, 2)))
                .isTrue();
    }
}
