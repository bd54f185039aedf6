package dev.toeplitz.sim.analytic;

import dev.toeplitz.graph.work.Layer;
import dev.toeplitz.graph.work.MatrixWork;
import dev.toeplitz.graph.work.MoveWork;
import dev.toeplitz.graph.work.VectorWork;
import dev.toeplitz.graph.work.Work;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.sim.cost.LayerCost;
import dev.toeplitz.sim.cost.Traffic;
import dev.toeplitz.terms.LoopDim;
import dev.toeplitz.terms.OperationKind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What some rows of one image of a layer's result cost where all that it reads and makes lies on the chip: each piece is
 * mapped anew. Rows at the edge of a map cost as much as any.
 */
public final class Pieces {
    private static final Site ALL_STAYS = new Site(true, true, true, 0);

    private final Workload workload;
    private final Accelerator accelerator;
    private final Mapper mapper;
    private final Map<MatrixWork, Geometry> geometries = new HashMap<>();
    private final Map<MappingTask, Choice> choices = new HashMap<>();
    private final Map<Asked, LayerCost> known = new HashMap<>();

    private record Asked(int layer, int rows) {}

    public Pieces(Workload workload, Accelerator accelerator, Mapper mapper) {
        this.workload = workload;
        this.accelerator = accelerator;
        this.mapper = mapper;
    }

    /**
     * Of {@code rows} rows of layer {@code index}'s result, N × C × rows × columns, of one of its images.
     *
     * @throws dev.toeplitz.terms.InputException where no mapping fits
     */
    public LayerCost of(int index, int rows) {
        return known.computeIfAbsent(new Asked(index, rows), asked -> cost(asked.layer(), asked.rows()));
    }

    private LayerCost cost(int index, int rows) {
        Layer piece = piece(workload.layers().get(index), rows);
        boolean onArray = !workload.contractions(index).isEmpty();
        return onArray && piece.work().getFirst() instanceof MatrixWork work
                ? onArray(piece, work)
                : VectorModel.cost(piece, accelerator, Traffic.NONE);
    }

    private LayerCost onArray(Layer piece, MatrixWork work) {
        Geometry geometry = geometries.computeIfAbsent(work, Geometry::new);
        MappingTask task = MatrixModel.task(piece, geometry, accelerator, ALL_STAYS, LayerReads.NONE, true);
        Choice choice = choices.computeIfAbsent(task, asked -> mapper.map(asked, accelerator));
        return MatrixModel.cost(
                piece, geometry, accelerator, ALL_STAYS, LayerReads.NONE, CodedOperands.NONE, choice, true);
    }

    /** The same layer with the work of these rows. */
    private static Layer piece(Layer layer, int rows) {
        var shape = layer.outputs().getFirst().type().shape();
        long all = (long) shape.at(0) * shape.at(2);
        List<Work> work = new ArrayList<>();
        for (Work each : layer.work()) {
            work.add(
                    switch (each) {
                        case MatrixWork matrix -> piece(matrix, rows);
                        case VectorWork vector -> piece(vector, rows, all);
                        case MoveWork _ -> throw new IllegalArgumentException(layer.name() + " moves data");
                    });
        }
        return new Layer(layer.nodes(), work, layer.reads(), layer.outputs());
    }

    private static MatrixWork piece(MatrixWork work, int rows) {
        MatrixWork cut = new Slice(LoopDim.OUT_ROW, 0, rows).of(work);
        return work.contract().loops().position(LoopDim.BATCH) < 0 ? cut : new Slice(LoopDim.BATCH, 0, 1).of(cut);
    }

    private static VectorWork piece(VectorWork work, long rows, long all) {
        Map<OperationKind, Long> operations = new EnumMap<>(OperationKind.class);
        work.operations().forEach((kind, count) -> operations.put(kind, share(count, rows, all)));
        return new VectorWork(share(work.elements(), rows, all), operations);
    }

    private static long share(long count, long rows, long all) {
        return Math.ceilDiv(Math.multiplyExact(count, rows), all);
    }
}
