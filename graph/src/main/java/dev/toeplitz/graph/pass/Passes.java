package dev.toeplitz.graph.pass;

import dev.toeplitz.graph.Graph;
import java.util.List;

/** Passes one after the other. A graph checks itself whenever one is made; that its inputs and outputs stay is checked here. */
public final class Passes {
    /**
     * What stands between a convolution and its batch normalisation leaves first: other readers that nobody reads, and
     * dropouts and reshapes that change nothing. Layers that are written as numbers made of integers are found while their weights are
     * integers still. Constants are folded before batch normalisation, whose parameters exporters
     * leave to be reshaped. Constants that were replaced leave last.
     */
    private static final List<Pass> FOR_EXECUTION = List.of(
            new DeadNodeRemoval(),
            new IdentityRemoval(),
            new FoldQuantisation(),
            new ConstantFolding(),
            new FoldBatchNorm(),
            new DeadNodeRemoval());

    private Passes() {}

    /** The same network with nothing in it that need not run on a device. */
    public static Graph forExecution(Graph graph) {
        return apply(FOR_EXECUTION, graph);
    }

    /** The graph after all passes, in their order. */
    static Graph apply(List<Pass> passes, Graph graph) {
        Graph current = graph;
        for (Pass pass : passes) {
            current = checked(pass, current);
        }
        return current;
    }

    private static Graph checked(Pass pass, Graph before) {
        Graph after = pass.apply(before);
        if (!after.inputs().equals(before.inputs()) || !after.outputs().equals(before.outputs())) {
            throw new IllegalStateException("%s changed the inputs or outputs of %s"
                    .formatted(pass.getClass().getSimpleName(), before.name()));
        }
        return after;
    }
}
