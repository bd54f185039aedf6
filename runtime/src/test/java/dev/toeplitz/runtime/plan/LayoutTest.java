package dev.toeplitz.runtime.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.runtime.plan.Packing.Digit;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LayoutTest {
    @Test
    void channelsLastIsWhatItSays() {
        Layout layout = Layout.channelsLast(Shape.of(2, 3, 4, 5));
        assertThat(layout.strides()).containsExactly(60L, 1L, 15L, 3L);
        assertThat(layout.isRowMajor()).isFalse();
        assertThat(Layout.channelsLast(Shape.of(1, 7, 1, 1)).isRowMajor()).isTrue();
    }

    @Property
    void everyElementHasAnAddressOfItsOwn(
            @ForAll @IntRange(min = 1, max = 3) int n,
            @ForAll @IntRange(min = 1, max = 4) int c,
            @ForAll @IntRange(min = 1, max = 4) int h,
            @ForAll @IntRange(min = 1, max = 4) int w) {
        Shape shape = Shape.of(n, c, h, w);
        for (Layout layout : List.of(Layout.rowMajor(shape), Layout.channelsLast(shape))) {
            assertThat(LongStream.range(0, shape.elements())
                            .map(layout::address)
                            .sorted())
                    .containsExactlyElementsOf(
                            LongStream.range(0, shape.elements()).boxed().toList());
            assertThat(layout.span()).isEqualTo(shape.elements());
        }
    }

    /** Where strides under another shape are found, each element has the address that it had. */
    @Property
    void anotherShapeIsTheSameElementsOrIsRefused(
            @ForAll @IntRange(min = 1, max = 3) int n,
            @ForAll @IntRange(min = 1, max = 6) int c,
            @ForAll @IntRange(min = 1, max = 3) int h,
            @ForAll @IntRange(min = 1, max = 3) int w) {
        Shape shape = Shape.of(n, 2 * c, h, w);
        for (Shape other : List.of(
                Shape.of(n, 2, c, h, w),
                Shape.of(n, 2 * c * h * w),
                Shape.of(n * 2 * c, h, w),
                Shape.of(n * 2 * c * h * w))) {
            for (Layout layout : List.of(Layout.rowMajor(shape), Layout.channelsLast(shape))) {
                Optional<Layout> seen = layout.as(other);
                seen.ifPresent(found -> assertThat(
                                LongStream.range(0, shape.elements()).map(found::address))
                        .containsExactlyElementsOf(LongStream.range(0, shape.elements())
                                .map(layout::address)
                                .boxed()
                                .toList()));
                assertThat(seen.isPresent() || !layout.isRowMajor()).isTrue();
            }
        }
    }

    @Test
    void aPartOfAWiderTensorIsRowMajorOnlyWhereItsNeighboursTouch() {
        Layout whole = Layout.channelsLast(Shape.of(1, 6, 14, 14));
        assertThat(whole.slice(1, 0, 1).isRowMajor()).isFalse();
        assertThat(Layout.rowMajor(Shape.of(1, 6, 14, 14)).slice(1, 0, 2).isRowMajor())
                .isTrue();
        assertThat(whole.slice(1, 2, 3).address(0)).isEqualTo(2);
    }

    @Test
    void weightsArePackedInPanelsWithZerosBehind() {
        float[] packed = new float[8];
        Arrays.fill(packed, -1);
        Packing packing = new Packing(0, List.of(), new Digit(3, 2), List.of(new Digit(2, 1)), 2);
        assertThat(packing.elements()).isEqualTo(packed.length);
        Tensor weights = new Tensor.Floats(TensorType.float32(3, 2), new float[] {1, 2, 3, 4, 5, 6});
        packing.pack(weights, FloatBuffer.wrap(packed));
        assertThat(packed).containsExactly(1, 3, 2, 4, 5, 0, 6, 0);
    }
}
