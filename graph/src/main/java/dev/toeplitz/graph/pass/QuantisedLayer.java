package dev.toeplitz.graph.pass;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Node;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Clip;
import dev.toeplitz.graph.op.Conv;
import dev.toeplitz.graph.op.Linear;
import dev.toeplitz.graph.op.MatMul;
import dev.toeplitz.graph.op.Operator;
import dev.toeplitz.graph.op.QuantizeLinear;
import dev.toeplitz.graph.op.Relu;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.terms.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A layer between quantised numbers that is written in floating point: an activation and weights made numbers of integers, their product,
 * perhaps an activation function that the ends of the result's type do as well, and the result made integers again.
 *
 * @param bias in units of the sums, whole; empty where there is none
 * @param between the nodes that nobody else reads, the contraction first
 */
record QuantisedLayer(
        Node contraction, Quantisation x, Quantisation w, Optional<double[]> bias, List<Node> between, Quantisation y) {
    /** The layer whose result a node makes integers, if it is one. */
    static Optional<QuantisedLayer> before(Graph graph, Edges edges, Node last) {
        if (!(last.operator() instanceof QuantizeLinear)) {
            return Optional.empty();
        }
        Optional<Quantisation> y = Quantisation.of(graph, last).filter(held -> held.isEight() && held.isByTensor());
        if (y.isEmpty() || !(y.get().scale(0) > 0)) {
            return Optional.empty();
        }
        List<Node> between = between(edges, last, y.get());
        return between.isEmpty() ? Optional.empty() : of(graph, edges, between, y.get());
    }

    /** The contraction and the activation functions behind it; empty where there is another node, or another reader. */
    private static List<Node> between(Edges edges, Node last, Quantisation y) {
        List<Node> between = new ArrayList<>();
        Value read = last.inputs().getFirst();
        while (true) {
            Optional<Node> maker = edges.maker(read);
            if (maker.isEmpty() || edges.readers(read) != 1 || edges.leaves(read)) {
                return List.of();
            }
            between.addFirst(maker.get());
            if (isContraction(maker.get().operator())) {
                return between;
            }
            if (!isDoneByHolding(maker.get().operator(), y)) {
                return List.of();
            }
            read = maker.get().inputs().getFirst();
        }
    }

    /** Whether what an activation function cuts off is beyond the ends of the type too. */
    private static boolean isDoneByHolding(Operator operator, Quantisation y) {
        return switch (operator) {
            case Relu _ -> y.unheld(0) <= y.least();
            case Clip(double least, double most) -> y.unheld(least) <= y.least() && y.unheld(most) >= y.most();
            default -> false;
        };
    }

    private static boolean isContraction(Operator operator) {
        return switch (operator) {
            case Conv _, MatMul _ -> true;
            case Linear(boolean turned, boolean _, double alpha, double beta) -> !turned && alpha == 1 && beta == 1;
            default -> false;
        };
    }

    private static Optional<QuantisedLayer> of(Graph graph, Edges edges, List<Node> between, Quantisation y) {
        Node contraction = between.getFirst();
        List<Value> inputs = contraction.inputs();
        Optional<Quantisation> x = held(graph, edges, inputs.get(0));
        Optional<Quantisation> w = held(graph, edges, inputs.get(1));
        if (x.isEmpty() || w.isEmpty()) {
            return Optional.empty();
        }
        QuantisedLayer layer = new QuantisedLayer(contraction, x.get(), w.get(), Optional.empty(), between, y);
        if (!layer.hasKnownWeights(graph, edges) || !layer.hasNormalFactors()) {
            return Optional.empty();
        }
        Optional<QuantisedLayer> whole = inputs.size() == 2
                ? Optional.of(layer)
                : layer.wholeBias(graph, edges, inputs.get(2))
                        .map(bias -> new QuantisedLayer(contraction, x.get(), w.get(), Optional.of(bias), between, y));
        return whole.filter(QuantisedLayer::fitsSums);
    }

    private static Optional<Quantisation> held(Graph graph, Edges edges, Value number) {
        return edges.maker(number)
                .filter(maker -> !(maker.operator() instanceof QuantizeLinear))
                .flatMap(maker -> Quantisation.of(graph, maker));
    }

    private boolean hasKnownWeights(Graph graph, Edges edges) {
        boolean known = Quantisation.isKnown(graph, w.whole())
                || edges.maker(w.whole())
                        .filter(maker -> maker.operator() instanceof QuantizeLinear)
                        .filter(maker -> maker.inputs().stream().allMatch(value -> Quantisation.isKnown(graph, value)))
                        .isPresent();
        boolean matrices = contraction.operator() instanceof Conv
                || w.whole().type().shape().rank() == 2
                        && x.whole().type().shape().rank() > 1;
        return known
                && matrices
                && x.isEight()
                && x.isByTensor()
                && w.isEight()
                && w.runsAlong(channelAxis())
                && !graph.isConstant(x.whole());
    }

    /** Which axis of the weights makes output channels. */
    private int channelAxis() {
        return switch (contraction.operator()) {
            case MatMul _ -> 1;
            case Linear linear -> linear.transposesWeight() ? 0 : 1;
            default -> 0;
        };
    }

    private int channels() {
        return w.whole().type().shape().at(channelAxis());
    }

    /** What a sum of 1 stands for. */
    private double unit(int channel) {
        return (float) (x.scale(0) * w.scale(channel));
    }

    /** Whether no factor is so small or large that single precision loses it, but for channels whose weights stand for 0. */
    private boolean hasNormalFactors() {
        for (int channel = 0; channel < channels(); channel++) {
            double unit = unit(channel);
            boolean none = x.scale(0) == 0 || w.scale(channel) == 0;
            if (!none && !(isNormal(unit) && isNormal((float) (unit / y.scale(0))))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isNormal(double factor) {
        return Math.abs(factor) >= Float.MIN_NORMAL && Double.isFinite(factor);
    }

    /** The bias in units of the sums, where it is just so many of them. */
    private Optional<double[]> wholeBias(Graph graph, Edges edges, Value bias) {
        int channels = channels();
        Shape shape = bias.type().shape();
        if (shape.elements() != channels || shape.rank() > 0 && shape.at(-1) != channels) {
            return Optional.empty();
        }
        return Quantisation.isKnown(graph, bias)
                ? units(graph.constant(bias))
                : held(graph, edges, bias)
                        .filter(held -> Quantisation.isKnown(graph, held.whole()) && isInUnits(held))
                        .map(held -> graph.constant(held.whole()).toDoubles());
    }

    private boolean isInUnits(Quantisation bias) {
        boolean plain =
                bias.whole().type().type() == DataType.INT32 && bias.zeroPoint().isEmpty() && bias.runsAlong(-1);
        for (int channel = 0; plain && channel < channels(); channel++) {
            plain = bias.scale(channel) == unit(channel);
        }
        return plain;
    }

    /** Numbers as units, if each is one again to the last bit when it is multiplied out. */
    private Optional<double[]> units(Tensor bias) {
        double[] units = new double[channels()];
        for (int channel = 0; channel < units.length; channel++) {
            double number = bias.at(channel);
            units[channel] = number == 0 ? 0 : Math.rint(number / unit(channel));
            if ((float) (units[channel] * unit(channel)) != number) {
                return Optional.empty();
            }
        }
        return Optional.of(units);
    }

    /** Whether the largest sum there can be fits 32 bits. */
    private boolean fitsSums() {
        double largest = x.farthest() * w.farthest() * (w.whole().type().elements() / Math.max(1, channels()));
        double most = 0;
        for (double units : bias.orElse(new double[0])) {
            most = Math.max(most, Math.abs(units));
        }
        return largest + most <= Integer.MAX_VALUE;
    }
}
