package dev.toeplitz.graph.pass;

import dev.toeplitz.graph.op.Conv;
import dev.toeplitz.graph.op.Linear;
import dev.toeplitz.graph.op.MatMul;
import dev.toeplitz.graph.op.Operator;
import dev.toeplitz.graph.op.Relu;
import dev.toeplitz.graph.pass.QdqLayer.Bias;
import dev.toeplitz.graph.pass.QdqLayer.Held;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.terms.DataType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Layers that are to become integer ones, of every kind, type and shape; results fill the range of their type. */
final class RandomQdqLayers {
    private final Random random;

    private RandomQdqLayers(long seed) {
        random = new Random(seed);
    }

    static QdqLayer of(long seed) {
        return new RandomQdqLayers(seed).layer();
    }

    private QdqLayer layer() {
        int channels = 1 + random.nextInt(5);
        return switch (random.nextInt(3)) {
            case 0 -> convolution(channels);
            case 1 -> {
                boolean transposes = random.nextBoolean();
                int terms = 1 + random.nextInt(40);
                int[] weights = transposes ? new int[] {channels, terms} : new int[] {terms, channels};
                Linear linear = new Linear(false, transposes, 1, 1);
                yield layer(linear, new int[] {1 + random.nextInt(4), terms}, weights, transposes ? 0 : 1, terms);
            }
            default -> {
                int terms = 1 + random.nextInt(40);
                int rows = 1 + random.nextInt(4);
                int[] x = random.nextBoolean() ? new int[] {rows, terms} : new int[] {2, rows, terms};
                yield layer(new MatMul(), x, new int[] {terms, channels}, 1, terms);
            }
        };
    }

    private QdqLayer convolution(int channels) {
        int filter = 1 + 2 * random.nextInt(2);
        boolean depthwise = random.nextInt(4) == 0;
        int of = depthwise ? channels : 1 + random.nextInt(4);
        Conv conv = Conv.square(filter, 1 + random.nextInt(2), random.nextInt(2), depthwise ? channels : 1);
        int share = depthwise ? 1 : of;
        int[] x = {1 + random.nextInt(2), of, 4 + random.nextInt(4), 5};
        return layer(conv, x, new int[] {channels, share, filter, filter}, 0, share * filter * filter);
    }

    private QdqLayer layer(Operator contraction, int[] xShape, int[] wShape, int channelAxis, int terms) {
        Held x = held(0.01 + random.nextDouble(), xShape);
        Held w = held(0.01 + random.nextDouble(), wShape);
        int channels = wShape[channelAxis];
        if (random.nextBoolean()) {
            double[] scales = new double[channels];
            Arrays.setAll(scales, _ -> 0.01 + random.nextDouble());
            w = w.along(channelAxis, scales);
        }
        boolean rectified = random.nextBoolean();
        double spread = Math.sqrt(terms)
                * 74
                * 150
                * x.scales()[0]
                * Arrays.stream(w.scales()).average().orElseThrow();
        Held y = rectified ? lowest(spread / 100) : held(spread / 60, 1);
        List<Operator> between = rectified ? List.of(new Relu()) : List.of();
        QdqLayer layer = new QdqLayer(contraction, x, w, channelAxis, Optional.empty(), between, y);
        return contraction instanceof MatMul || random.nextInt(3) == 0 ? layer : biased(layer, channels);
    }

    private QdqLayer biased(QdqLayer layer, int channels) {
        double[] units = new double[channels];
        Arrays.setAll(units, _ -> random.nextInt(40_001) - 20_000);
        if (random.nextBoolean()) {
            return layer.biased(units);
        }
        double[] scales = layer.w().scales();
        double[] numbers = new double[channels];
        Arrays.setAll(numbers, i -> {
            float unit = (float) (layer.x().scales()[0] * scales[scales.length == 1 ? 0 : i]);
            return (float) units[i] * unit;
        });
        Bias bias = Bias.numbers(numbers);
        return layer.biased(
                layer.contraction() instanceof Linear ? new Bias(numbers, bias.scales(), Shape.of(1, channels)) : bias);
    }

    private Held held(double scale, int... shape) {
        DataType type = random.nextBoolean() ? DataType.UINT8 : DataType.INT8;
        int middle = type == DataType.UINT8 ? 128 : 0;
        return Held.of(type, scale, random.nextInt(3) == 0 ? 0 : middle + random.nextInt(60) - 30, shape);
    }

    /** The zero point is the least there is, so that nothing below 0 can be said. */
    private Held lowest(double scale) {
        return random.nextBoolean() ? Held.of(DataType.UINT8, scale, 0, 1) : Held.of(DataType.INT8, scale, -128, 1);
    }
}
