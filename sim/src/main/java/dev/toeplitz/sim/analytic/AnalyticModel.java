package dev.toeplitz.sim.analytic;

import dev.toeplitz.graph.Node;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.work.Layer;
import dev.toeplitz.graph.work.MatrixWork;
import dev.toeplitz.graph.work.MoveWork;
import dev.toeplitz.graph.work.VectorWork;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Buffer;
import dev.toeplitz.hw.Precision;
import dev.toeplitz.sim.coding.Coding;
import dev.toeplitz.sim.coding.Stored;
import dev.toeplitz.sim.cost.Engine;
import dev.toeplitz.sim.cost.Fidelity;
import dev.toeplitz.sim.cost.LayerCost;
import dev.toeplitz.sim.cost.NetworkCost;
import dev.toeplitz.sim.cost.Stream;
import dev.toeplitz.sim.cost.Traffic;
import dev.toeplitz.terms.InputException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The closed-form cost of a network whose nodes are grouped into layers. */
public final class AnalyticModel {
    private final Workload workload;
    private final Activations activations;
    private final List<Layer> layers;
    private final Accelerator accelerator;
    private final Residency residency;
    private final Coding coding;
    private final Mapper mapper;
    /** Layers of one shape that find the same on the chip are cut alike. */
    private final Map<Asked, Choice> choices = new HashMap<>();

    private static final Mapper NO_MAPPER = (task, machine) -> {
        throw new IllegalStateException("nothing is mapped here");
    };

    private record Asked(Mapper mapper, MappingTask task) {}

    private AnalyticModel(Workload workload, Accelerator accelerator, Mapper mapper) {
        this.mapper = mapper;
        this.workload = workload;
        this.activations = workload.activations();
        this.layers = workload.layers();
        this.accelerator = accelerator;
        this.residency = new Residency(activations, layers.size(), accelerator);
        this.coding = Coding.of(workload.graph(), accelerator, workload.contents());
    }

    public static NetworkCost cost(Workload workload, Accelerator accelerator, Mapper mapper) {
        AnalyticModel model = new AnalyticModel(workload, accelerator, mapper);
        List<Layer> layers = workload.layers();
        List<LayerCost> costs = new ArrayList<>(layers.size());
        for (int i = 0; i < layers.size(); i++) {
            costs.add(model.layer(i));
        }
        return new NetworkCost(workload.graph(), accelerator, costs, Fidelity.ANALYTIC, workload.contents());
    }

    /** The same layers in parts that run one after the other, with what a finer model has to know of their tiles. */
    public static List<Part> parts(Workload workload, Accelerator accelerator, Mapper mapper) {
        AnalyticModel model = new AnalyticModel(workload, accelerator, mapper);
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < workload.layers().size(); i++) {
            parts.addAll(model.partsOf(i));
        }
        return parts;
    }

    /** A layer that does not run on the array, where nothing stays on the chip between layers. */
    static LayerCost layerAlone(Workload workload, Accelerator accelerator, int index) {
        return new AnalyticModel(workload, forgetting(accelerator), NO_MAPPER).layer(index);
    }

    /** What a layer reads beside its operands' tiles, where nothing stays on the chip between layers. */
    static LayerReads readsAlone(Workload workload, Accelerator accelerator, Layer layer, int index) {
        return new AnalyticModel(workload, forgetting(accelerator), NO_MAPPER).reads(layer, index);
    }

    /** What a layer's followers take from the output's buffer and put there. */
    static long vectorBytesOf(Workload workload, Accelerator accelerator, int index) {
        AnalyticModel model = new AnalyticModel(workload, forgetting(accelerator), NO_MAPPER);
        return model.vectorBytes(workload.layers().get(index), index);
    }

    /** The same machine without memory from layer to layer. */
    private static Accelerator forgetting(Accelerator accelerator) {
        List<Buffer> buffers =
                accelerator.buffers().stream().map(each -> each.keeping(false)).toList();
        return accelerator.with(buffers, accelerator.accumulators());
    }

    /** What a network asks of an accelerator, layer by layer, for whoever needs totals alone. */
    public interface Visitor {
        /**
         * A contraction that some mapping has to be found for.
         *
         * @param first whether it is its layer's first, with which the layer's element-wise work counts
         */
        void contraction(Layer layer, MappingTask task, boolean first);

        /** A layer that does not run on the array. */
        void other(LayerCost cost);
    }

    /** Goes through the layers without costing those on the array. */
    public static void visit(Workload workload, Accelerator accelerator, Visitor visitor) {
        AnalyticModel model = new AnalyticModel(workload, accelerator, NO_MAPPER);
        for (int index = 0; index < model.layers.size(); index++) {
            model.visit(index, visitor);
        }
    }

    /** What a contraction costs with a mapping that was found for it. */
    public static LayerCost cost(Layer layer, MappingTask task, boolean first, Accelerator accelerator, Choice choice) {
        LayerReads reads = new LayerReads(task.otherBytes());
        return MatrixModel.cost(
                layer, task.geometry(), accelerator, task.site(), reads, CodedOperands.NONE, choice, first);
    }

    private void visit(int index, Visitor visitor) {
        List<Geometry> contractions = workload.contractions(index);
        if (contractions.isEmpty()) {
            visitor.other(layer(index));
            return;
        }
        Layer layer = layers.get(index);
        for (int i = 0; i < contractions.size(); i++) {
            Site site = site(layer, index, contractions.get(i));
            LayerReads reads = i == 0 ? reads(layer, index) : LayerReads.NONE;
            visitor.contraction(
                    layer, MatrixModel.task(layer, contractions.get(i), accelerator, site, reads, i == 0), i == 0);
        }
    }

    private LayerCost layer(int index) {
        return partsOf(index).stream().map(Part::cost).reduce(LayerCost::plus).orElseThrow();
    }

    private List<Part> partsOf(int index) {
        Layer layer = layers.get(index);
        if (!workload.contractions(index).isEmpty()) {
            return onArray(layer, index);
        }
        LayerCost cost = switch (layer.work().getFirst()) {
            case MoveWork move when move.renames() && !hasArithmetic(layer) -> MoveModel.renaming(layer);
            case MatrixWork _, VectorWork _, MoveWork _ -> moving(layer, index);
        };
        boolean vectors = cost.engine() == Engine.VECTOR_UNIT;
        BufferBytes bytes = vectors ? BufferBytes.ofVectors(layer, accelerator) : BufferBytes.NONE;
        return List.of(workload.window(index)
                .map(window -> byPixel(index, cost, window, bytes))
                .orElseGet(() -> Part.untiled(index, cost, bytes)));
    }

    /** What wants channels of a pixel at once meets the map's layout. */
    private Part byPixel(int index, LayerCost cost, ChannelWindow window, BufferBytes bytes) {
        ChannelWindow.Pieces pieces = window.pieces(accelerator);
        Precision precision = accelerator.precision();
        return Part.streaming(
                index, cost, window.run(pieces, precision.input()), window.run(pieces, precision.output()), bytes);
    }

    /** A layer's contractions one after the other; whatever follows them is counted with the first. */
    private List<Part> onArray(Layer layer, int index) {
        try {
            List<Part> parts = new ArrayList<>();
            for (Geometry geometry : workload.contractions(index)) {
                Site site = site(layer, index, geometry);
                boolean first = parts.isEmpty();
                LayerReads reads = first ? reads(layer, index) : LayerReads.NONE;
                MappingTask task = MatrixModel.task(layer, geometry, accelerator, site, reads, first);
                Choice choice = choices.computeIfAbsent(
                        new Asked(mapper.ofLayer(layer.name()), task),
                        asked -> asked.mapper().map(asked.task(), accelerator));
                CodedOperands coded = coded(layer, geometry);
                LayerCost cost = MatrixModel.cost(layer, geometry, accelerator, site, reads, coded, choice, first);
                Part.Mapped mapped = new Part.Mapped(choice, geometry, site, coded);
                long beside = first ? vectorBytes(layer, index) : 0;
                parts.add(Part.tiled(index, cost, mapped, accelerator, beside));
            }
            return parts;
        } catch (InputException e) {
            Node first = layer.nodes().getFirst();
            throw e.at(Node.place(first.name(), first.operator()));
        }
    }

    private CodedOperands coded(Layer layer, Geometry geometry) {
        if (coding.isNone()) {
            return CodedOperands.NONE;
        }
        return new CodedOperands(
                stored(layer, geometry.work.contract().left().operand()),
                stored(layer, geometry.work.contract().right().operand()),
                layer.outputs().stream()
                        .map(coding::of)
                        .flatMap(Optional::stream)
                        .reduce(Stored::plus));
    }

    private Optional<Stored> stored(Layer layer, int operand) {
        int place = placeOf(layer, operand);
        return place < 0 ? Optional.empty() : coding.of(layer.reads().get(place).value());
    }

    private LayerCost moving(Layer layer, int index) {
        Traffic dram = streamed(layer, index, true);
        LayerCost cost = hasArithmetic(layer)
                ? VectorModel.cost(layer, accelerator, dram)
                : MoveModel.cost(layer, accelerator, dram, onChip(index));
        return coding.isNone() ? cost : cost.withUncoded(streamed(layer, index, false));
    }

    private static boolean hasArithmetic(Layer layer) {
        return layer.work().stream().anyMatch(work -> !(work instanceof MoveWork));
    }

    /** Operands that an earlier step of the same node made never leave the chip. */
    private Site site(Layer layer, int index, Geometry geometry) {
        boolean outputStays = true;
        for (int output : activations.outputs[index]) {
            outputStays &= residency.keeps(output);
        }
        return new Site(
                stays(layer, index, geometry.work.contract().left().operand()),
                stays(layer, index, geometry.work.contract().right().operand()),
                outputStays,
                residency.bytes(index));
    }

    private boolean stays(Layer layer, int index, int operand) {
        int place = placeOf(layer, operand);
        return place < 0 || residency.keeps(activations.reads[index][place]);
    }

    /** Where among a layer's reads an input of its first node stands. */
    private static int placeOf(Layer layer, int input) {
        List<Value> inputs = layer.nodes().getFirst().inputs();
        for (int i = 0; input < inputs.size() && i < layer.reads().size(); i++) {
            if (layer.reads().get(i).value() == inputs.get(input)) {
                return i;
            }
        }
        return -1;
    }

    /** Matrix operands are counted with their tiles; everything else a layer reads is counted here. */
    private LayerReads reads(Layer layer, int index) {
        boolean[] operand = operands(layer, index);
        long epilogue = 0;
        long stored = 0;
        for (int i = 0; i < operand.length; i++) {
            long bytes = operand[i] ? 0 : readBytes(layer, index, i);
            epilogue += bytes;
            stored += coding.bytes(layer.reads().get(i).value(), bytes);
        }
        return new LayerReads(epilogue, stored);
    }

    /** Which of a layer's reads are operands of its contractions. */
    private boolean[] operands(Layer layer, int index) {
        boolean[] operand = new boolean[layer.reads().size()];
        for (Geometry geometry : workload.contractions(index)) {
            mark(operand, placeOf(layer, geometry.work.contract().left().operand()));
            mark(operand, placeOf(layer, geometry.work.contract().right().operand()));
        }
        return operand;
    }

    /** Bytes that followers take from the output's buffer, wherever they came from, and put there if they run apart. */
    private long vectorBytes(Layer layer, int index) {
        boolean[] operand = operands(layer, index);
        boolean apart = !accelerator.vectorUnit().fusesEpilogues() && hasArithmetic(layer);
        long bytes = apart ? 2 * BufferBytes.resultBytes(layer, accelerator) : 0;
        for (int i = 0; i < operand.length; i++) {
            bytes += operand[i] ? 0 : BufferBytes.bytes(layer.reads().get(i), accelerator);
        }
        return bytes;
    }

    private static void mark(boolean[] marks, int place) {
        if (place >= 0) {
            marks[place] = true;
        }
    }

    /** @param coded whether as tensors lie in DRAM, or as the buffers see them */
    private Traffic streamed(Layer layer, int index, boolean coded) {
        Map<Stream, Long> bytes = new EnumMap<>(Stream.class);
        for (int i = 0; i < layer.reads().size(); i++) {
            Stream stream = layer.reads().get(i).constant() ? Stream.WEIGHT_READ : Stream.INPUT_READ;
            long dense = readBytes(layer, index, i);
            long moved = coded ? coding.bytes(layer.reads().get(i).value(), dense) : dense;
            bytes.merge(stream, moved, Math::addExact);
        }
        for (int i = 0; i < activations.outputs[index].length; i++) {
            int output = activations.outputs[index][i];
            long dense = residency.keeps(output) ? 0 : outputBytes(output);
            long moved = coded ? coding.bytes(layer.outputs().get(i), dense) : dense;
            bytes.merge(Stream.OUTPUT_WRITE, moved, Math::addExact);
        }
        return new Traffic(bytes);
    }

    /** Bytes of what a layer reads that cross the DRAM interface; none for what is kept. */
    private long readBytes(Layer layer, int index, int read) {
        if (residency.keeps(activations.reads[index][read])) {
            return 0;
        }
        return BufferBytes.bytes(layer.reads().get(read), accelerator);
    }

    private long outputBytes(int output) {
        return accelerator.precision().output().bytes(activations.elements[output]);
    }

    private long onChip(int index) {
        long bytes = 0;
        for (int output : activations.outputs[index]) {
            bytes += outputBytes(output);
        }
        return bytes;
    }
}
