package dev.toeplitz.runtime.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toeplitz.runtime.plan.BlockShape.Product;
import dev.toeplitz.terms.InputException;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BlockShapeTest {
    @Property(tries = 100)
    void everyChoiceFitsTheDeviceAndTheFirstIsEstimatedFastest(
            @ForAll @IntRange(min = 16, max = 3000) int rows,
            @ForAll @IntRange(min = 16, max = 3000) int cols,
            @ForAll @IntRange(min = 1, max = 5000) int depth,
            @ForAll @IntRange(min = 5, max = 8) int group,
            @ForAll @IntRange(min = 12, max = 16) int local) {
        Target target = new Target(1, 0, 40, 1L << local, 1 << group);
        Product product = new Product(1, rows, cols, depth);
        List<BlockShape> choices = BlockShape.choices(product, target);
        assertThat(choices).isNotEmpty().allSatisfy(shape -> {
            assertThat(shape.items()).isBetween(32, target.groupItems());
            assertThat(shape.localBytes()).isLessThanOrEqualTo(target.localBytes());
            assertThat(shape.cycles(product, target))
                    .isGreaterThanOrEqualTo(choices.getFirst().cycles(product, target));
        });
    }

    /** Few results want small blocks, so that each unit has one; many results large ones, which read less. */
    @Test
    void blocksAreSmallerWhereThereAreManyUnits() {
        Target many = new Target(1, 0, 100, 48 << 10, 256);
        BlockShape few = BlockShape.choices(new Product(1, 49, 512, 4608), many).getFirst();
        BlockShape large =
                BlockShape.choices(new Product(1, 4096, 4096, 4096), many).getFirst();
        assertThat(few.mwg() * few.nwg()).isLessThan(large.mwg() * large.nwg());
        assertThat(large.mwi() * large.nwi()).isGreaterThanOrEqualTo(16);
    }

    @Test
    void partsThatDoNotFitTheBlockAreRefused() {
        assertThatThrownBy(() -> new BlockShape(16, 16, 16, 32, 4))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("a block of 16 × 16 × 16 in parts of 32 × 4")
                .hasMessageContaining("parts no larger than the block");
        assertThatThrownBy(() -> new BlockShape(48, 16, 16, 4, 4))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("powers of two");
    }
}
