package dev.toeplitz.sim.fusion;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Node;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.step.Axis;
import dev.toeplitz.graph.step.Axis.Affine;
import dev.toeplitz.graph.step.Axis.Term;
import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.Loops;
import dev.toeplitz.graph.step.Step;
import dev.toeplitz.graph.step.Step.Contract;
import dev.toeplitz.graph.step.Step.Move;
import dev.toeplitz.graph.step.Step.Pointwise;
import dev.toeplitz.graph.step.Step.Reduce;
import dev.toeplitz.graph.step.Step.Scan;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.graph.step.Window;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.work.Layer;
import dev.toeplitz.terms.LoopDim;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Through which window of rows a layer reads each map, taken from the views of its steps: a convolution's, a pooling's, or
 * row by row.
 *
 * @param sources none where the layer is refused
 * @param refusal why the layer cannot run strip by strip; empty where it can
 */
record RowReads(List<Source> sources, Optional<String> refusal) {
    private static final int ROW_AXIS = 2;
    private static final Window SAME = Window.of(1);

    /** One reading of a map, N × C × rows × columns. */
    record Source(Value value, Window window) {}

    RowReads {
        sources = List.copyOf(sources);
    }

    /** What stands against a layer in strips. */
    private static final class Refusal extends Exception {
        private static final long serialVersionUID = 1;

        private Refusal(String reason) {
            super(reason, null, false, false);
        }
    }

    static RowReads of(Layer layer, Graph graph) {
        try {
            return new RowReads(sources(layer, graph), Optional.empty());
        } catch (Refusal e) {
            return new RowReads(List.of(), Optional.of(e.getMessage()));
        }
    }

    private static List<Source> sources(Layer layer, Graph graph) throws Refusal {
        require(layer.outputs().size() == 1, "it has several results");
        Shape result = layer.outputs().getFirst().type().shape();
        require(result.rank() == 4, "its result is no map of rows and columns");
        List<Source> sources = new ArrayList<>();
        Set<Value> made = new HashSet<>();
        boolean first = true;
        for (Node node : layer.nodes()) {
            Definition definition = node.definition();
            for (Step step : definition.steps()) {
                String operator = node.operator().name();
                require(first || step instanceof Pointwise, operator + " takes several steps");
                first = false;
                LoopDim row = row(step, operator);
                for (View view : step.reads()) {
                    Value value =
                            view.operand() < definition.inputs() ? node.inputs().get(view.operand()) : null;
                    if (value != null && graph.isConstant(value)) {
                        continue;
                    }
                    Window window = window(view, row, taps(step), operator);
                    if (value == null || made.contains(value)) {
                        require(window.equals(SAME), operator + " reads other rows of what it makes itself");
                        continue;
                    }
                    Shape shape = value.type().shape();
                    require(view.shape().equals(shape), operator + " reads a map under another shape");
                    require(shape.at(0) == result.at(0), operator + " mixes images");
                    sources.add(new Source(value, window));
                }
            }
            made.addAll(node.outputs());
        }
        return sources;
    }

    /** The loop over the rows of a step's result. */
    private static LoopDim row(Step step, String operator) throws Refusal {
        require(step.result().rank() == 4, operator + " makes no map of rows and columns");
        return switch (step) {
            case Contract(Loops loops, View _, View right, View out) -> {
                boolean along = loops.position(LoopDim.OUT_ROW) >= 0
                        && out.axes().get(ROW_AXIS).equals(Axis.of(LoopDim.OUT_ROW))
                        && movesWith(out, LoopDim.OUT_ROW) == 1
                        && !right.movesWith(LoopDim.OUT_ROW);
                require(along, operator + " is no convolution along rows");
                yield LoopDim.OUT_ROW;
            }
            case Pointwise _, Reduce _ -> LoopDim.axis(ROW_AXIS);
            case Move _ -> throw new Refusal(operator + " moves data");
            case Scan _ -> throw new Refusal(operator + " goes from time to time");
        };
    }

    private static Loops taps(Step step) {
        return switch (step) {
            case Contract contract -> contract.loops();
            case Reduce reduce -> reduce.window();
            case Pointwise _, Move _, Scan _ -> Loops.none();
        };
    }

    private static Window window(View view, LoopDim row, Loops taps, String operator) throws Refusal {
        boolean alongRows = view.axes().size() == 4
                && movesWith(view, row) == 1
                && view.axes().get(ROW_AXIS).movesWith(row);
        if (!alongRows || !(view.axes().get(ROW_AXIS) instanceof Affine(int offset, List<Term> terms))) {
            throw new Refusal(operator + " needs more than some rows of a map");
        }
        int stride = 0;
        int dilation = 1;
        int size = 1;
        for (Term term : terms) {
            if (term.dim() == row) {
                stride += term.coefficient();
            } else {
                int tap = taps.position(term.dim());
                require(tap >= 0 && size == 1, operator + " reads rows through no window");
                size = taps.list().get(tap).extent();
                dilation = term.coefficient();
            }
        }
        require(stride > 0 && dilation > 0 && size > 0, operator + " reads rows through no window");
        return new Window(size, stride, dilation, -offset, -offset);
    }

    private static long movesWith(View view, LoopDim loop) {
        return view.axes().stream().filter(axis -> axis.movesWith(loop)).count();
    }

    private static void require(boolean holds, String otherwise) throws Refusal {
        if (!holds) {
            throw new Refusal(otherwise);
        }
    }
}
