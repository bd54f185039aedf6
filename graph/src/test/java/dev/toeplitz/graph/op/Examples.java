package dev.toeplitz.graph.op;

import dev.toeplitz.graph.op.NegativeLogLikelihoodLoss.Joined;
import dev.toeplitz.graph.op.Recurrence.Direction;
import dev.toeplitz.graph.op.Recurrence.Extra;
import dev.toeplitz.graph.op.Slice.Range;
import dev.toeplitz.graph.step.Step.Fold;
import dev.toeplitz.graph.step.Window;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** An instance of every operator at least, with inputs that it takes and others that it must refuse. */
public final class Examples {
    private static final List<Example> ALL = new ArrayList<>();

    /** Operators on quantised numbers: their scales are in single precision alone. */
    static final Set<Class<? extends Operator>> QUANTISED = Set.of(
            ConvInteger.class,
            DequantizeLinear.class,
            DynamicQuantizeLinear.class,
            MatMulInteger.class,
            QLinearConv.class,
            QLinearMatMul.class,
            QuantizeLinear.class);

    /** One operator, its inputs' types and values from a generator, and lists of types that do not fit. */
    public record Example(
            Operator operator, List<TensorType> inputs, List<List<TensorType>> refused, boolean variadic) {
        /** Small positive numbers, small whole ones where the type is one: indices, classes and lengths too. */
        public List<Tensor> values(long seed) {
            Random random = new Random(seed);
            return inputs.stream().map(type -> values(type, random)).toList();
        }

        private static Tensor values(TensorType type, Random random) {
            double[] values = IntStream.range(0, (int) type.elements())
                    .mapToDouble(i -> type.type().isFloat() ? 0.1 + random.nextDouble() : random.nextInt(2))
                    .toArray();
            return Tensor.of(type, values);
        }

        Example refuses(Shape... shapes) {
            List<TensorType> wrong = IntStream.range(0, shapes.length)
                    .mapToObj(i -> inputs.get(i).with(shapes[i]))
                    .toList();
            List<List<TensorType>> more =
                    Stream.concat(refused.stream(), Stream.of(wrong)).toList();
            return add(new Example(operator, inputs, more, variadic));
        }

        @Override
        public String toString() {
            return operator.toString();
        }
    }

    static {
        elementwise();
        layers();
        normalisations();
        rearrangements();
        reductions();
        losses();
        recurrent();
        quantised();
    }

    private static void quantised() {
        TensorType x = new TensorType(DataType.INT8, Shape.of(2, 4, 5, 5));
        TensorType w = new TensorType(DataType.INT8, Shape.of(6, 2, 3, 3));
        TensorType a = new TensorType(DataType.UINT8, Shape.of(3, 5));
        TensorType b = new TensorType(DataType.INT8, Shape.of(5, 4));
        TensorType scale = TensorType.float32();
        TensorType zero = new TensorType(DataType.INT8, Shape.SCALAR);
        TensorType zeroOfA = new TensorType(DataType.UINT8, Shape.SCALAR);
        TensorType zeros = new TensorType(DataType.INT8, Shape.of(6));
        TensorType four = new TensorType(DataType.INT8, Shape.of(4));
        TensorType bias = new TensorType(DataType.INT32, Shape.of(6));
        List<Window> windows = List.of(Window.of(3, 2, 1), Window.of(3, 1, 1));
        TensorType floats = TensorType.float32(2, 4, 3);
        typed(new QuantizeLinear(DataType.INT8, 1), floats, scale).refuses(floats.shape(), Shape.of(3));
        typed(new QuantizeLinear(DataType.INT8, 1), floats, TensorType.float32(4), four);
        typed(new QuantizeLinear(DataType.UINT8, 0), new TensorType(DataType.INT32, Shape.of(3)), scale);
        typed(new DequantizeLinear(1), x, scale).refuses(x.shape(), Shape.of(2));
        typed(new DequantizeLinear(1), x, TensorType.float32(4), four);
        typed(new DequantizeLinear(-1), new TensorType(DataType.INT32, Shape.of(3, 5)), TensorType.float32(5));
        typed(new DynamicQuantizeLinear(), floats);
        typed(new ConvInteger(windows, 2), x, w).refuses(x.shape(), Shape.of(6, 4, 3, 3));
        typed(new ConvInteger(windows, 2), x, w, zero, zeros).refuses(x.shape(), w.shape(), Shape.SCALAR, Shape.of(2));
        typed(new MatMulInteger(), a, b).refuses(a.shape(), Shape.of(4, 5));
        typed(new MatMulInteger(), a, b, zeroOfA, zero);
        typed(new QLinearConv(windows, 2, DataType.UINT8, false), x, scale, w, TensorType.float32(6), scale, bias)
                .refuses(x.shape(), Shape.SCALAR, w.shape(), Shape.of(4), Shape.SCALAR, Shape.of(6));
        typed(
                new QLinearConv(windows, 2, DataType.INT8, true),
                x,
                scale,
                zero,
                w,
                TensorType.float32(6),
                zeros,
                scale,
                zero);
        typed(new QLinearMatMul(DataType.INT8, false), a, scale, b, TensorType.float32(4), scale)
                .refuses(a.shape(), Shape.of(3), b.shape(), Shape.of(4), Shape.SCALAR);
        typed(new QLinearMatMul(DataType.INT8, true), a, scale, zeroOfA, b, scale, zero, scale, zero);
    }

    private Examples() {}

    public static List<Example> all() {
        return List.copyOf(ALL);
    }

    private static Example add(Example example) {
        ALL.removeIf(other -> other.operator.equals(example.operator) && other.inputs.equals(example.inputs));
        ALL.add(example);
        return example;
    }

    private static Example of(Operator operator, Shape... shapes) {
        return typed(operator, Stream.of(shapes).map(TensorType.float32()::with).toArray(TensorType[]::new));
    }

    private static Example typed(Operator operator, TensorType... types) {
        return add(new Example(operator, List.of(types), List.of(), false));
    }

    private static void variadic(Operator operator, Shape... shapes) {
        Example example = of(operator, shapes);
        add(new Example(operator, example.inputs, List.of(), true));
    }

    private static TensorType whole(int... extents) {
        return new TensorType(DataType.INT64, Shape.of(extents));
    }

    private static TensorType truth(int... extents) {
        return new TensorType(DataType.BOOL, Shape.of(extents));
    }

    private static void elementwise() {
        Shape x = Shape.of(2, 3, 4);
        for (Operator unary : List.of(
                new Abs(),
                new Acos(),
                new Acosh(),
                new Asin(),
                new Asinh(),
                new Atan(),
                new Atanh(),
                new Ceil(),
                new Celu(1),
                new Clip(0.25, 0.625),
                new Cos(),
                new Cosh(),
                new Dropout(),
                new Elu(1),
                new Erf(),
                new Exp(),
                new Floor(),
                new Gelu(false),
                new Gelu(true),
                new HardSigmoid(0.2, 0.5),
                new HardSwish(),
                new Identity(),
                new LeakyRelu(0.1),
                new Log(),
                new Mish(),
                new Neg(),
                new Not(),
                new Reciprocal(),
                new Relu(),
                new Round(),
                new Selu(1.625, 1.0625),
                new Shrink(0.5, 0),
                new Sigmoid(),
                new Sign(),
                new Sin(),
                new Sinh(),
                new Softplus(),
                new Softsign(),
                new Sqrt(),
                new Swish(),
                new Tan(),
                new Tanh(),
                new ThresholdedRelu(0.5),
                new IsNaN(),
                new IsInf(true, false),
                new Cast(DataType.INT32),
                new Cast(DataType.BOOL))) {
            of(unary, x);
        }
        for (Operator binary : List.of(
                new Add(),
                new Div(),
                new Max(),
                new Min(),
                new Mod(true),
                new Mod(false),
                new Mul(),
                new PRelu(),
                new Pow(),
                new Sub(),
                new And(),
                new Equal(),
                new Greater(),
                new GreaterOrEqual(),
                new Less(),
                new LessOrEqual(),
                new Or(),
                new Xor())) {
            of(binary, x, Shape.of(3, 1)).refuses(x, Shape.of(2, 1));
        }
        variadic(new Sum(), x, Shape.of(4), Shape.of(3, 1));
        typed(new Where(), truth(3, 1), TensorType.float32(2, 3, 4), TensorType.float32(4));
        typed(new OneHot(1, 3, 0, 1, DataType.FLOAT32), whole(2, 2));
        of(new Trilu(true, 1), x).refuses(Shape.of(4));
    }

    private static void layers() {
        Shape x = Shape.of(2, 4, 5, 6);
        Window window = new Window(3, 2, 1, 1, 0);
        List<Window> square = List.of(window, new Window(2, 1, 2, 0, 1));
        of(new Conv(square, 2), x, Shape.of(6, 2, 3, 2), Shape.of(6)).refuses(x, Shape.of(6, 3, 3, 2));
        of(new ConvTranspose(square, 2, List.of(1, 0)), x, Shape.of(4, 3, 3, 2), Shape.of(6))
                .refuses(x, Shape.of(5, 3, 3, 2));
        of(new ConvTranspose(List.of(window), 1, List.of(0)), Shape.of(1, 2, 5), Shape.of(2, 3, 3));
        of(new Pool(Fold.MAX, square, true, false), x).refuses(Shape.of(2, 4, 5));
        of(new Pool(Fold.MEAN, square, false, true), x).refuses(Shape.of(2, 4, 5));
        of(new LpPool(3, square, false), x).refuses(Shape.of(2, 4, 5));
        of(new GlobalPool(Fold.MEAN), x).refuses(Shape.of(2, 4));
        of(new GlobalLpPool(2), x).refuses(Shape.of(2, 4));
        of(new SpatialPyramidPool(Fold.MAX, List.of(4, 2, 1)), x).refuses(Shape.of(2, 4, 3, 3));
        of(new Linear(), Shape.of(2, 3), Shape.of(4, 3), Shape.of(4)).refuses(Shape.of(2, 3), Shape.of(3, 4));
        of(new MatMul(), Shape.of(2, 3, 4), Shape.of(4, 5)).refuses(Shape.of(2, 3, 4), Shape.of(5, 4));
        variadic(new Einsum("bij,bjk->bik"), Shape.of(2, 3, 4), Shape.of(2, 4, 5));
        variadic(new Einsum("...ii->...i"), Shape.of(2, 3, 3));
        variadic(new Einsum("ij,jk,kl->li"), Shape.of(2, 3), Shape.of(3, 4), Shape.of(4, 2));
        variadic(new Einsum("...ij,jk"), Shape.of(1, 2, 3), Shape.of(3, 4));
        of(new Maxout(2), x).refuses(Shape.of(2, 3, 5, 6));
        for (Kernel.Mode mode : Kernel.Mode.values()) {
            of(Resize.images(x, 2, mode), x);
        }
        Resize.Stretch shrink = new Resize.Stretch(3, 3, 0.5, 0.1, 1.2);
        of(
                new Resize(
                        List.of(shrink),
                        Coordinates.CROP,
                        new Kernel(Kernel.Mode.CUBIC, Kernel.Rounding.UP, -0.5, true, true),
                        7),
                x);
    }

    private static void normalisations() {
        Shape x = Shape.of(2, 4, 3, 2);
        Shape channels = Shape.of(4);
        of(new BatchNorm(1e-5), x, channels, channels, channels, channels)
                .refuses(x, channels, channels, channels, Shape.of(3));
        of(new GroupNorm(2, 1e-5), x, channels, channels).refuses(x, channels, Shape.of(2));
        of(new InstanceNorm(1e-5), x, channels, channels).refuses(x, Shape.of(2), channels);
        of(new LayerNorm(-2, 1e-5), x, Shape.of(3, 2), Shape.of(2)).refuses(x, Shape.of(4, 3, 2), Shape.of(2));
        of(new RmsNorm(1, 1e-5), x, Shape.of(4, 3, 2)).refuses(x, channels);
        of(new LpNorm(1, 1), x).refuses(Shape.of(4));
        of(new LpNorm(-1, 2), x);
        of(new Lrn(3, 0.1, 0.75, 2), x).refuses(Shape.of(4));
        of(new MeanVarianceNorm(List.of(0, 2, 3)), x).refuses(Shape.of(2, 4));
        of(new Softmax(1, 2), x).refuses(Shape.of(4));
        of(new LogSoftmax(-1, 1), x);
        of(new Hardmax(1, 1), x).refuses(Shape.of(4));
    }

    private static void rearrangements() {
        Shape x = Shape.of(2, 8, 4, 6);
        variadic(new Concat(1), x, Shape.of(2, 3, 4, 6));
        of(new Reshape(Shape.of(16, 24)), x).refuses(Shape.of(2, 8));
        of(new Transpose(List.of(0, 2, 3, 1)), x).refuses(Shape.of(2, 8));
        of(new Slice(List.of(new Range(1, 2, -1), new Range(3, 2, 2))), Shape.of(3, 6))
                .refuses(Shape.of(3, 5));
        of(new Split(1, List.of(3, 5)), x).refuses(Shape.of(2, 7, 4, 6));
        of(new Pad(Pad.Mode.REFLECT, List.of(1, 0), List.of(-1, 2), 0), Shape.of(3, 4))
                .refuses(Shape.of(3));
        of(new Expand(Shape.of(3, 2, 4)), Shape.of(2, 1)).refuses(Shape.of(3, 1));
        of(new Tile(List.of(2, 3)), Shape.of(2, 3)).refuses(Shape.of(2));
        of(new Gather(1, Shape.of(2, 2), List.of(3, 0, 0, 5)), x).refuses(Shape.of(2, 5, 4, 6));
        of(new DepthToSpace(2, true), x).refuses(Shape.of(2, 7, 4, 6));
        of(new DepthToSpace(2, false), x);
        of(new SpaceToDepth(2, true), x).refuses(Shape.of(2, 8, 4, 5));
        of(new SpaceToDepth(2, false), x);
        of(new ChannelShuffle(4), x).refuses(Shape.of(2, 6, 4, 6));
        of(new Shift(3), Shape.of(1, 20, 4, 5)).refuses(Shape.of(1, 20, 4));
        of(new CumSum(1, true, true), Shape.of(2, 5)).refuses(Shape.of(5));
    }

    private static void reductions() {
        Shape x = Shape.of(2, 3, 4);
        for (Reduction.Kind kind : Reduction.Kind.values()) {
            of(new Reduction(kind, List.of(0, -1), false), x).refuses(Shape.SCALAR);
            of(new Reduction(kind, List.of(1), true), x).refuses(Shape.of(3));
        }
        of(new ArgMax(1, true, true), x).refuses(Shape.of(3));
        of(new ArgMin(-1, false, false), x).refuses(Shape.of(3, 0));
    }

    private static void recurrent() {
        Shape x = Shape.of(3, 2, 5);
        of(new Rnn(), x, Shape.of(1, 4, 5), Shape.of(1, 4, 4), Shape.of(1, 4))
                .refuses(x, Shape.of(1, 4, 5), Shape.of(1, 4, 3), Shape.of(1, 4));
        of(new Gru(), x, Shape.of(1, 12, 5), Shape.of(1, 12, 4), Shape.of(1, 24))
                .refuses(x, Shape.of(1, 16, 5), Shape.of(1, 12, 4), Shape.of(1, 24));
        of(new Lstm(), x, Shape.of(1, 16, 5), Shape.of(1, 16, 4), Shape.of(1, 32))
                .refuses(x, Shape.of(1, 16, 5), Shape.of(1, 16, 4), Shape.of(1, 33));
        TensorType states = TensorType.float32(2, 2, 4);
        Recurrence both =
                new Recurrence(Direction.BIDIRECTIONAL, List.of(Extra.LENGTHS, Extra.INITIAL_STATE, Extra.BIAS));
        typed(
                new Gru(both, List.of(new Sigmoid(), new Tanh(), new Relu(), new Tanh()), true, 3),
                TensorType.float32(3, 2, 5),
                TensorType.float32(2, 12, 5),
                TensorType.float32(2, 12, 4),
                TensorType.float32(2, 24),
                states,
                whole(2));
        Recurrence reverse = new Recurrence(Direction.REVERSE, List.of(Extra.values()));
        typed(
                new Lstm(reverse, List.of(new Sigmoid(), new Tanh(), new Tanh()), true, 3),
                TensorType.float32(3, 2, 5),
                TensorType.float32(1, 16, 5),
                TensorType.float32(1, 16, 4),
                TensorType.float32(1, 32),
                TensorType.float32(1, 2, 4),
                TensorType.float32(1, 2, 4),
                TensorType.float32(1, 12),
                whole(2));
    }

    private static void losses() {
        for (Joined joined : Joined.values()) {
            NegativeLogLikelihoodLoss loss = new NegativeLogLikelihoodLoss(joined, OptionalInt.of(1));
            typed(loss, TensorType.float32(3, 4, 2), whole(3, 2), TensorType.float32(4))
                    .refuses(Shape.of(3, 4, 2), Shape.of(3), Shape.of(4));
            typed(new SoftmaxCrossEntropyLoss(loss), TensorType.float32(3, 4, 2), whole(3, 2))
                    .refuses(Shape.of(3, 4, 2), Shape.of(2, 3));
        }
        typed(new HingeLoss(), TensorType.float32(3, 4), whole(3)).refuses(Shape.of(3, 4), Shape.of(4));
        of(new LpLoss(2), Shape.of(3, 4), Shape.of(3, 4)).refuses(Shape.of(3, 4), Shape.of(4));
    }
}
