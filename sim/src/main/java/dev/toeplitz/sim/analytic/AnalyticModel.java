package dev.toeplitz.sim.analytic;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Node;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.work.Layer;
import dev.toeplitz.graph.work.Layer.Read;
import dev.toeplitz.graph.work.MatrixWork;
import dev.toeplitz.graph.work.MoveWork;
import dev.toeplitz.graph.work.VectorWork;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.sim.cost.LayerCost;
import dev.toeplitz.sim.cost.NetworkCost;
import dev.toeplitz.sim.cost.Stream;
import dev.toeplitz.sim.cost.Traffic;
import dev.toeplitz.terms.InputException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The closed-form cost of a network whose nodes are grouped into layers. */
public final class AnalyticModel {
    private final Graph graph;
    private final List<Layer> layers;
    private final Accelerator accelerator;
    private final Residency residency;

    private AnalyticModel(Graph graph, List<Layer> layers, Accelerator accelerator) {
        this.graph = graph;
        this.layers = layers;
        this.accelerator = accelerator;
        this.residency = new Residency(graph, layers, accelerator);
    }

    public static NetworkCost cost(Graph graph, List<Layer> layers, Accelerator accelerator) {
        AnalyticModel model = new AnalyticModel(graph, layers, accelerator);
        List<LayerCost> costs = new ArrayList<>(layers.size());
        for (int i = 0; i < layers.size(); i++) {
            costs.add(model.layer(i));
        }
        return new NetworkCost(graph, accelerator, costs);
    }

    private LayerCost layer(int index) {
        Layer layer = layers.get(index);
        return switch (layer.work().getFirst()) {
            case MatrixWork matrix -> onArray(layer, matrix, index);
            case VectorWork _ -> VectorModel.cost(layer, accelerator, streamed(layer));
            case MoveWork move when hasArithmetic(layer) || !move.renames() -> moving(layer);
            case MoveWork _ -> MoveModel.renaming(layer);
        };
    }

    private LayerCost onArray(Layer layer, MatrixWork matrix, int index) {
        try {
            return MatrixModel.cost(layer, matrix, accelerator, site(layer, index), reads(layer));
        } catch (InputException e) {
            Node first = layer.nodes().getFirst();
            throw e.at(Node.place(first.name(), first.operator()));
        }
    }

    private LayerCost moving(Layer layer) {
        return hasArithmetic(layer)
                ? VectorModel.cost(layer, accelerator, streamed(layer))
                : MoveModel.cost(layer, accelerator, streamed(layer), onChip(layer));
    }

    private static boolean hasArithmetic(Layer layer) {
        return layer.work().stream().anyMatch(VectorWork.class::isInstance);
    }

    private Site site(Layer layer, int index) {
        List<Value> operands = layer.nodes().getFirst().inputs();
        boolean weightStays = operands.size() > 1 && residency.keeps(operands.get(1));
        boolean outputStays = layer.outputs().stream().allMatch(residency::keeps);
        return new Site(residency.keeps(operands.getFirst()), weightStays, outputStays, residency.bytes(index));
    }

    /** The first node's first two inputs are the matrix operands; everything else is read on the way out. */
    private LayerReads reads(Layer layer) {
        Node first = layer.nodes().getFirst();
        List<Value> operands =
                first.inputs().subList(0, Math.min(2, first.inputs().size()));
        long epilogue = 0;
        for (Read read : layer.reads()) {
            epilogue += operands.contains(read.value()) ? 0 : dramBytes(read.value());
        }
        return new LayerReads(dramBytes(first.inputs().getFirst()), epilogue);
    }

    private Traffic streamed(Layer layer) {
        Map<Stream, Long> bytes = new EnumMap<>(Stream.class);
        for (Read read : layer.reads()) {
            Stream stream = read.constant() ? Stream.WEIGHT_READ : Stream.INPUT_READ;
            bytes.merge(stream, dramBytes(read.value()), Math::addExact);
        }
        for (Value output : layer.outputs()) {
            bytes.merge(Stream.OUTPUT_WRITE, dramBytes(output), Math::addExact);
        }
        return new Traffic(bytes);
    }

    /** Bytes of an activation or weight that cross the DRAM interface; none for one that is kept. */
    private long dramBytes(Value value) {
        if (residency.keeps(value)) {
            return 0;
        }
        return graph.isConstant(value)
                ? accelerator.precision().weight().bytes(value.type().elements())
                : accelerator.precision().input().bytes(value.type().elements());
    }

    private long onChip(Layer layer) {
        long bytes = 0;
        for (Value output : layer.outputs()) {
            bytes += accelerator.precision().output().bytes(output.type().elements());
        }
        return bytes;
    }
}
