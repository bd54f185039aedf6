package dev.toeplitz.sim.analytic;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.work.Layer;
import dev.toeplitz.graph.work.MatrixWork;
import dev.toeplitz.graph.work.Work;
import dev.toeplitz.sim.coding.Contents;
import dev.toeplitz.terms.LoopDim;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A network made ready for being simulated again and again: its layers, and the geometry of their contractions, of which
 * layers of one shape share one. Of a machine it knows which layers run on the array, and nothing else. With it goes what is
 * known of the tensors' elements.
 */
public final class Workload {
    private final Graph graph;
    private final List<Layer> layers;
    private final List<List<Geometry>> contractions = new ArrayList<>();
    private final List<Optional<ChannelWindow>> windows = new ArrayList<>();
    private final Activations activations;
    private final Contents contents;

    /** One whose contractions all run on the array, of dense tensors. */
    public Workload(Graph graph, List<Layer> layers) {
        this(graph, layers, false);
    }

    /** One of dense tensors; as below. */
    public Workload(Graph graph, List<Layer> layers, boolean depthwiseOnLanes) {
        this(graph, layers, depthwiseOnLanes, Contents.NONE);
    }

    /**
     * @param depthwiseOnLanes whether layers whose contractions sum over no channels are the vector unit's
     */
    public Workload(Graph graph, List<Layer> layers, boolean depthwiseOnLanes, Contents contents) {
        this.graph = graph;
        this.contents = contents;
        this.layers = List.copyOf(layers);
        this.activations = new Activations(graph, layers);
        Map<MatrixWork, Geometry> known = new HashMap<>();
        for (Layer layer : layers) {
            List<Geometry> found = new ArrayList<>();
            for (Work work : layer.work()) {
                if (work instanceof MatrixWork matrix && !(depthwiseOnLanes && isDepthwise(layer))) {
                    found.add(known.computeIfAbsent(matrix, Geometry::new));
                }
            }
            contractions.add(found);
            windows.add(found.isEmpty() ? ChannelWindow.of(layer) : Optional.empty());
        }
    }

    /** Whether no contraction of a layer sums over channels: each map has filters of its own. */
    private static boolean isDepthwise(Layer layer) {
        return layer.work().stream()
                .allMatch(work -> !(work instanceof MatrixWork matrix)
                        || matrix.groups() > 1 && matrix.extent(LoopDim.IN_CHANNEL) == 1);
    }

    public Graph graph() {
        return graph;
    }

    public List<Layer> layers() {
        return layers;
    }

    public Contents contents() {
        return contents;
    }

    Activations activations() {
        return activations;
    }

    /** What layer {@code index}, without contractions, wants of each pixel at once. */
    Optional<ChannelWindow> window(int index) {
        return windows.get(index);
    }

    /** The contractions of layer {@code index}; usually one or none. */
    List<Geometry> contractions(int index) {
        return contractions.get(index);
    }
}
