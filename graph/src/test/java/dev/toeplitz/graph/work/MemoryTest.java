package dev.toeplitz.graph.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Add;
import dev.toeplitz.graph.op.Relu;
import dev.toeplitz.graph.op.Softmax;
import org.junit.jupiter.api.Test;

class MemoryTest {
    /** x (64) → conv (64) → relu (64) → pool (16); the lectures see no relu. */
    @Test
    void sumsAllTensorsAndThoseOfTheLectures() {
        Networks net = new Networks();
        Value relu = net.node("relu", new Relu(), net.conv(net.input(8), 3, 1, 1));
        Memory memory = Memory.inElements(net.upTo(net.node("softmax", new Softmax(3, 1), net.pool(relu, 2, 2, 0))));
        assertThat(memory.sumOfAll()).isEqualTo(64 + 64 + 64 + 16 + 16);
        assertThat(memory.lectureSum()).isEqualTo(64 + 64 + 16);
        assertThat(memory.peak().size()).isEqualTo(128);
        assertThat(memory.peak().node().name()).isEqualTo("conv1");
    }

    /** The input stays live beside the body until the sum has read it. */
    @Test
    void keepsAShortcutLiveUntilItIsRead() {
        Networks net = new Networks();
        Value x = net.input(8);
        Value relu = net.node("relu", new Relu(), net.conv(x, 3, 1, 1));
        Value sum = net.node("sum", new Add(), x, relu);
        Memory memory = Memory.inBytes(net.upTo(net.pool(sum, 2, 2, 0)));
        assertThat(memory.peak().size()).isEqualTo(4 * 3 * 64);
        assertThat(memory.peak().node().name()).isEqualTo("relu");
        assertThat(memory.peak().live()).contains(x);
    }

    @Test
    void keepsOutputsToTheEnd() {
        Networks net = new Networks();
        Value first = net.conv(net.input(8), 3, 1, 1);
        Value small = net.pool(first, 2, 2, 0);
        Value last = net.conv(small, 3, 1, 1);
        assertThat(Memory.inElements(net.upTo(first, last)).peak().live()).contains(first);
        assertThat(Memory.inElements(net.upTo(first, last)).sumOfAll()).isEqualTo(64 + 64 + 16 + 16);
    }
}
