package dev.toeplitz.graph.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Concat;
import dev.toeplitz.graph.op.Conv;
import dev.toeplitz.graph.op.Pool;
import dev.toeplitz.graph.op.Reshape;
import dev.toeplitz.graph.step.Axis;
import dev.toeplitz.graph.step.Loops;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.graph.step.Window;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.terms.LoopDim;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ReceptiveFieldTest {
    private static ReceptiveField rows(Graph graph, Value value) {
        List<ReceptiveField> fields = ReceptiveField.of(graph).get(value);
        assertThat(fields).hasSize(2);
        assertThat(fields.get(0)).isEqualTo(fields.get(1));
        return fields.getFirst();
    }

    static Stream<Arguments> tableOfTheLectures() {
        return Stream.of(
                Arguments.of("AlexNet conv5", Networks.alexNet(), 0, 163, 178),
                Arguments.of("AlexNet pool5", Networks.alexNet(), 1, 195, 226),
                Arguments.of("VGG-16 conv5_3", Networks.vgg16(), 0, 196, 211),
                Arguments.of("VGG-16 pool5", Networks.vgg16(), 1, 212, 243),
                Arguments.of("ResNet-18", Networks.resNet(false, false, 2, 2, 2, 2), 0, 435, 466),
                Arguments.of("ResNet-34", Networks.resNet(false, false, 3, 4, 6, 3), 0, 899, 930),
                Arguments.of("ResNet-50 v1.5", Networks.resNet(true, false, 3, 4, 6, 3), 0, 427, 458),
                Arguments.of("ResNet-50 v1", Networks.resNet(true, true, 3, 4, 6, 3), 0, 483, 514),
                Arguments.of("ResNet-152 v1.5", Networks.resNet(true, false, 3, 8, 36, 3), 0, 1451, 1482),
                Arguments.of("MobileNet V1", Networks.mobileNet(), 0, 315, 346));
    }

    @ParameterizedTest(name = "A20, TV13: {0}: {3}, by the lectures'' rule {4}")
    @MethodSource("tableOfTheLectures")
    void equalsTheTable(String point, Graph graph, int output, double exact, double lecture) {
        ReceptiveField field = rows(graph, graph.outputs().get(output));
        assertThat(field.size()).isEqualTo(exact);
        assertThat(field.lectureSize()).isEqualTo(lecture);
    }

    @Test
    void givesJumpStartAndCenter() {
        Networks net = new Networks();
        Value y = net.pool(net.conv(net.input(224), 7, 2, 3), 3, 2, 1);
        ReceptiveField tail = rows(net.upTo(y), y);
        assertThat(tail).isEqualTo(new ReceptiveField(11, 4, -5));
        assertThat(tail.center()).isZero();
    }

    @Test
    void spansADilatedFilterWhole() {
        Networks net = new Networks();
        Value x = net.input(20);
        Window window = new Window(3, 1, 4, 4, 4);
        Value w = net.weight("w", 1, 1, 3, 3);
        Value y = net.node("dilated", new Conv(List.of(window, window), 1), x, w);
        assertThat(rows(net.upTo(y), y).size()).isEqualTo(9);
    }

    @Test
    void takesTheLargestOfParallelPaths() {
        Networks net = new Networks();
        Value x = net.input(20);
        Value joined =
                net.node("concat", new Concat(1), net.conv(x, 1, 1, 0), net.conv(x, 5, 1, 2), net.conv(x, 3, 1, 1));
        assertThat(rows(net.upTo(joined), joined)).isEqualTo(new ReceptiveField(5, 1, -2));
    }

    @Test
    void coversTheWholeMapAfterFlatteningOrGlobalPooling() {
        Networks net = new Networks();
        Value map = net.conv(net.input(9), 3, 2, 1);
        Value flat = net.node("flatten", new Reshape(Shape.of(1, 25)), map);
        Value pooled = net.node("global", Pool.mean(5, 1, 0, false), map);
        Graph graph = net.upTo(flat, pooled);
        assertThat(rows(graph, flat).size()).isEqualTo(11);
        assertThat(rows(graph, pooled).size()).isEqualTo(11);
    }

    /** Output o of a transposed convolution of stride 2 and 3 taps meets 2 inputs at most; neighbours are half a jump apart. */
    @Test
    void goesBackThroughATransposedConvolution() {
        Loops loops = Loops.none().with(LoopDim.IN_COL, 8).with(LoopDim.FILTER_COL, 3);
        View read = View.of(0, Shape.of(8)).axis(LoopDim.IN_COL).build();
        Axis.Affine up =
                new Axis.Affine(-1, List.of(new Axis.Term(LoopDim.IN_COL, 2), new Axis.Term(LoopDim.FILTER_COL, 1)));
        View written = View.of(1, Shape.of(16)).axis(up).build();
        AxisField found = new AxisField(0, new ReceptiveField(5, 4, 0)).through(read, written, loops);
        assertThat(found.field()).isEqualTo(new ReceptiveField(9, 2, 0));
    }
}
