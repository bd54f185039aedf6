package dev.toeplitz.reports.drawing;

import dev.toeplitz.reports.drawing.Drawing.Box;
import dev.toeplitz.reports.drawing.Drawing.Line;
import dev.toeplitz.reports.model.Report;
import dev.toeplitz.reports.model.Report.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.elk.alg.layered.LayeredLayoutProvider;
import org.eclipse.elk.alg.layered.options.LayeredMetaDataProvider;
import org.eclipse.elk.alg.layered.options.LayeredOptions;
import org.eclipse.elk.alg.layered.options.NodePlacementStrategy;
import org.eclipse.elk.alg.layered.options.WrappingStrategy;
import org.eclipse.elk.core.data.LayoutMetaDataService;
import org.eclipse.elk.core.math.ElkPadding;
import org.eclipse.elk.core.options.Direction;
import org.eclipse.elk.core.options.EdgeRouting;
import org.eclipse.elk.core.util.BasicProgressMonitor;
import org.eclipse.elk.graph.ElkBendPoint;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkEdgeSection;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.util.ElkGraphUtil;

/**
 * Lays a network out in layers (Sugiyama, Tagawa, Toda 1981), from left to right, and wraps it as text is wrapped, so that
 * 150 layers in a row fill a page and not a ribbon. Branches and skipped layers show as parallel lines.
 */
public final class LayeredDrawing {
    private static final int BOX_WIDTH = 112;
    private static final int BOX_HEIGHT = 36;
    /** The room a page has beside its margins. */
    private static final double PAGE_WIDTH = 1150;

    static {
        // Tells ELK of its own options' types and of the layered algorithm.
        LayoutMetaDataService.getInstance().registerLayoutMetaDataProviders(new LayeredMetaDataProvider());
    }

    private final Report report;
    private final ElkNode root = ElkGraphUtil.createGraph();
    private final Map<Integer, ElkNode> nodes = new LinkedHashMap<>();
    private final Map<ElkEdge, int[]> edges = new LinkedHashMap<>();

    private LayeredDrawing(Report report) {
        this.report = report;
    }

    /** Wrapped to about the width of a page, unless one row suffices or a single module is wider. */
    public static Drawing of(Report report) {
        Drawing first = of(report, 1.0);
        // Wrapping keeps the area, so the width goes with the root of the ratio.
        double scale = PAGE_WIDTH / first.width();
        return scale > 0.9 && scale < 1.1 ? first : of(report, scale * scale);
    }

    private static Drawing of(Report report, double ratio) {
        LayeredDrawing drawing = new LayeredDrawing(report);
        drawing.fill();
        drawing.configure(ratio);
        new LayeredLayoutProvider().layout(drawing.root, new BasicProgressMonitor());
        return drawing.result();
    }

    private void fill() {
        for (int i = 0; i < report.network().inputs().size(); i++) {
            box(-1 - i);
        }
        for (Row row : report.layers()) {
            box(row.index());
        }
        for (Row row : report.layers()) {
            for (int source : row.reads()) {
                ElkEdge edge = ElkGraphUtil.createSimpleEdge(nodes.get(source), nodes.get(row.index()));
                edges.put(edge, new int[] {source, row.index()});
            }
        }
    }

    private void box(int layer) {
        ElkNode node = ElkGraphUtil.createNode(root);
        node.setDimensions(BOX_WIDTH, BOX_HEIGHT);
        nodes.put(layer, node);
    }

    private void configure(double ratio) {
        root.setProperty(LayeredOptions.DIRECTION, Direction.RIGHT);
        root.setProperty(LayeredOptions.EDGE_ROUTING, EdgeRouting.ORTHOGONAL);
        root.setProperty(LayeredOptions.PADDING, new ElkPadding(12));
        root.setProperty(LayeredOptions.SPACING_NODE_NODE, 14.0);
        root.setProperty(LayeredOptions.SPACING_NODE_NODE_BETWEEN_LAYERS, 22.0);
        root.setProperty(LayeredOptions.SPACING_EDGE_EDGE_BETWEEN_LAYERS, 7.0);
        root.setProperty(LayeredOptions.SPACING_EDGE_NODE_BETWEEN_LAYERS, 8.0);
        root.setProperty(LayeredOptions.NODE_PLACEMENT_STRATEGY, NodePlacementStrategy.BRANDES_KOEPF);
        root.setProperty(LayeredOptions.WRAPPING_STRATEGY, WrappingStrategy.MULTI_EDGE);
        root.setProperty(LayeredOptions.WRAPPING_ADDITIONAL_EDGE_SPACING, 16.0);
        root.setProperty(LayeredOptions.ASPECT_RATIO, ratio);
        // The same picture each time.
        root.setProperty(LayeredOptions.RANDOM_SEED, 1);
    }

    private Drawing result() {
        List<Box> boxes = new ArrayList<>();
        nodes.forEach((layer, node) -> boxes.add(new Box(
                layer, round(node.getX()), round(node.getY()), round(node.getWidth()), round(node.getHeight()))));
        List<Line> lines = new ArrayList<>();
        edges.forEach((edge, ends) -> lines.add(new Line(ends[0], ends[1], points(edge))));
        return new Drawing(round(root.getWidth()), round(root.getHeight()), boxes, lines);
    }

    private static List<Integer> points(ElkEdge edge) {
        List<Integer> points = new ArrayList<>();
        for (ElkEdgeSection section : edge.getSections()) {
            add(points, section.getStartX(), section.getStartY());
            for (ElkBendPoint bend : section.getBendPoints()) {
                add(points, bend.getX(), bend.getY());
            }
            add(points, section.getEndX(), section.getEndY());
        }
        return points;
    }

    private static void add(List<Integer> points, double x, double y) {
        points.add(round(x));
        points.add(round(y));
    }

    private static int round(double pixels) {
        return (int) Math.round(pixels);
    }
}
