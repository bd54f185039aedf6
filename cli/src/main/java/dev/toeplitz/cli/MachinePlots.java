package dev.toeplitz.cli;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.energy.EnergyTable;
import dev.toeplitz.reports.drawing.Axis;
import dev.toeplitz.reports.drawing.BarPicture;
import dev.toeplitz.reports.drawing.BarPicture.Panel;
import dev.toeplitz.reports.drawing.PointPicture;
import dev.toeplitz.reports.drawing.PointPicture.Point;
import dev.toeplitz.reports.drawing.PointPicture.Series;
import dev.toeplitz.reports.drawing.PointPicture.Shape;
import dev.toeplitz.reports.terminal.Units;
import dev.toeplitz.sim.Simulator;
import dev.toeplitz.sim.cost.NetworkCost;
import dev.toeplitz.sim.energy.EnergyModel;
import java.util.ArrayList;
import java.util.List;

/** The lectures' plots of networks on a machine, after Canziani, Paszke, Culurciello 2016. */
record MachinePlots(Accelerator machine, EnergyTable table, Progress progress) {
    private static final int[] BATCHES = {1, 4, 16, 64};
    private static final double PICO = 1e-12;

    /** Time and energy of an image. */
    private record Image(double seconds, double joules) {
        double watts() {
            return joules / seconds;
        }

        /** Images a second at a budget, when the machine rests for as long as it must between them. */
        double within(double watts) {
            return Math.min(1 / seconds, watts / joules);
        }
    }

    private NetworkCost simulate(String network, int batch) {
        Graph graph = NetworkSource.of(network, batch).load().graph();
        progress.step("simulating %s, batch %d, on %s".formatted(graph.name(), batch, machine.name()));
        return Simulator.simulate(graph, machine);
    }

    PointPicture batch(List<String> networks) {
        List<Series> series = new ArrayList<>();
        for (String network : networks) {
            List<Point> points = new ArrayList<>();
            for (int batch : BATCHES) {
                points.add(new Point(batch, simulate(network, batch).seconds() / batch * 1e3, 3, ""));
            }
            series.add(new Series(network, Shape.LINE, points));
        }
        return new PointPicture(
                "Time of an image on %s".formatted(machine.name()),
                new Axis("batch", BATCHES[0], BATCHES[BATCHES.length - 1], true),
                Axis.logarithmic(
                        "ms for an image",
                        series.stream().flatMap(each -> each.points().stream()).mapToDouble(Point::y)),
                series,
                List.of("By the closed form, with the mapping of fewest cycles for each layer and batch."));
    }

    BarPicture power(List<String> networks, double watts) {
        List<Image> images = networks.stream()
                .map(network -> simulate(network, 1))
                .map(cost ->
                        new Image(cost.seconds(), EnergyModel.of(cost, table).picojoules() * PICO))
                .toList();
        return new BarPicture(
                "Energy and power on %s, batch 1, by the energy table of %s".formatted(machine.name(), table.name()),
                networks,
                List.of(
                        new Panel(
                                "energy of an image",
                                images.stream().map(Image::joules).toList(),
                                images.stream()
                                        .map(each -> Units.energy(each.joules() / PICO))
                                        .toList()),
                        new Panel(
                                "mean power",
                                images.stream().map(Image::watts).toList(),
                                images.stream()
                                        .map(each -> Units.count(each.watts()) + " W")
                                        .toList()),
                        new Panel(
                                "images/s at %s W".formatted(Units.count(watts)),
                                images.stream().map(each -> each.within(watts)).toList(),
                                images.stream()
                                        .map(each -> Units.count(each.within(watts)))
                                        .toList())));
    }
}
