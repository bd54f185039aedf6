package dev.toeplitz.runtime.plan;

import static dev.toeplitz.graph.step.Scalar.arg;

import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.Loops;
import dev.toeplitz.graph.step.Scalar;
import dev.toeplitz.graph.step.Step;
import dev.toeplitz.graph.step.Step.Contract;
import dev.toeplitz.graph.step.Step.Pointwise;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.runtime.plan.ZeroPoints.OfWeights;
import dev.toeplitz.terms.DataType;
import dev.toeplitz.terms.LoopDim;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * A step that takes zero points from 8-bit integers for contractions alone to read, which may as well do it themselves.
 *
 * @param position of the step in its definition
 * @param shape of the tensor
 * @param source the value that it takes them from
 * @param zeroPoints how it reads them
 */
record Shift(int position, Shape shape, int source, View zeroPoints) {
    private static final Scalar DIFFERENCE = arg(0).minus(arg(1));

    /** The step that makes a value; empty where that is another one. */
    static Optional<Shift> of(Definition definition, int value, IntFunction<DataType> types) {
        int position = value - definition.inputs();
        if (position < 0
                || definition.outputs().contains(value)
                || !(definition.steps().get(position) instanceof Pointwise(Shape shape, List<View> operands, Scalar f))
                || !f.equals(DIFFERENCE)) {
            return Optional.empty();
        }
        View source = operands.get(0);
        View zeroPoints = operands.get(1);
        return source.shape().equals(shape)
                        && source.isAlignedWith(shape)
                        && isEight(types.apply(source.operand()))
                        && isEight(types.apply(zeroPoints.operand()))
                        && isForContractions(definition, value)
                ? Optional.of(new Shift(position, shape, source.operand(), zeroPoints))
                : Optional.empty();
    }

    private static boolean isEight(DataType type) {
        return type == DataType.INT8 || type == DataType.UINT8;
    }

    private static boolean isForContractions(Definition definition, int value) {
        return definition.steps().stream().filter(step -> reads(step, value)).allMatch(Contract.class::isInstance);
    }

    private static boolean reads(Step step, int value) {
        return step.reads().stream().anyMatch(view -> view.operand() == value);
    }

    /** Whether it takes nothing. */
    boolean isNone(IntFunction<Optional<Tensor>> constants) {
        return constants.apply(zeroPoints.operand()).filter(Tensor::known).stream()
                .anyMatch(tensor -> Arrays.stream(tensor.toDoubles()).allMatch(zeroPoint -> zeroPoint == 0));
    }

    /** The value with the one zero point of all elements; empty where there are several. */
    Optional<Integer> ofAll() {
        return strides()
                .filter(access -> access.base() == 0 && axes(access).length == 0)
                .map(Access::operand);
    }

    /** The zero points of weights; empty where they are not known beforehand, or lie along more than one axis. */
    Optional<OfWeights> ofWeights(IntFunction<Optional<Tensor>> constants) {
        Optional<Tensor> known = constants.apply(zeroPoints.operand()).filter(Tensor::known);
        Optional<Access> access = strides().filter(found -> found.base() == 0);
        if (known.isEmpty() || access.isEmpty()) {
            return Optional.empty();
        }
        int[] axes = axes(access.get());
        if (axes.length > 1 || axes.length == 1 && access.get().stride(LoopDim.axis(axes[0])) != 1) {
            return Optional.empty();
        }
        int before = axes.length == 0 ? 0 : axes[0] + 1;
        long run = shape.slice(before, shape.rank()).elements();
        List<Integer> values = Arrays.stream(known.get().toDoubles())
                .mapToObj(zeroPoint -> (int) zeroPoint)
                .toList();
        return Optional.of(new OfWeights(values, Math.toIntExact(run)));
    }

    /** Where each element's zero point is, if it is anywhere. */
    private Optional<Access> strides() {
        return Access.of(zeroPoints, Layout.rowMajor(zeroPoints.shape()), Loops.over(shape))
                .filter(access -> access.guards().isEmpty());
    }

    /** The axes along which elements have different ones. */
    private int[] axes(Access access) {
        return IntStream.range(0, shape.rank())
                .filter(axis -> access.stride(LoopDim.axis(axis)) != 0)
                .toArray();
    }
}
