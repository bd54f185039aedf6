package dev.toeplitz.sim.fusion;

import dev.toeplitz.sim.analytic.Part;
import dev.toeplitz.sim.analytic.Stage;
import dev.toeplitz.sim.analytic.Step;
import dev.toeplitz.sim.cost.LayerCost;
import java.util.ArrayList;
import java.util.List;

/** A chain as a finer model carries it out: strip after strip, and layer after layer in each. */
final class ChainSteps {
    private final Network network;
    private final Chain chain;
    private final Segment segment;
    private final Strips strips;

    ChainSteps(Network network, Chain chain) {
        this.network = network;
        this.chain = chain;
        this.segment = new Segment(network, chain.first(), chain.last());
        this.strips = segment.strips(chain.stripRows());
    }

    Stage stage() {
        List<LayerCost> rows = new ChainRows(network, chain).layers();
        List<Step> steps = new ArrayList<>();
        for (int image = 0; image < segment.images(); image++) {
            for (int strip = 0; strip < strips.count(); strip++) {
                for (int layer = chain.first(); layer <= chain.last(); layer++) {
                    steps.add(step(strip, layer, image + strip == 0));
                }
            }
        }
        LayerCost all = rows.stream().reduce(LayerCost::plus).orElseThrow();
        return new Stage(rows, List.of(Part.inStrips(chain.first(), all, network.accelerator, steps)));
    }

    /**
     * @param first whether no strip has been before
     */
    private Step step(int strip, int layer, boolean first) {
        int rows = segment.rowsIn(strips, strip, layer);
        Step step = rows == 0 ? Step.idle(layer) : worked(layer, rows);
        long input = 0;
        int transfers = 0;
        for (int map = 0; map < segment.outside.size(); map++) {
            if (segment.firstReaders.get(map) == layer) {
                input += segment.outsideBytes(strips, strip, map);
                transfers += network.stays(segment.outside.get(map)) ? 0 : 1;
            }
        }
        long weight = first || !chain.weightsStay() ? segment.weightBytes(layer) : 0;
        transfers += weight > 0 ? 1 : 0;
        long begin = weight > 0 ? segment.begin(layer) : 0;
        long output = layer == chain.last() ? resultBytes(rows) : 0;
        transfers += layer == chain.last() && segment.resultBytes() > 0 ? 1 : 0;
        return step.standing(begin).with(input, weight, output, transfers);
    }

    private Step worked(int layer, int rows) {
        long all = (long) segment.images() * network.result(layer).at(2);
        return Step.of(layer, network.pieces.of(layer, rows), rows, all, network.accelerator);
    }

    private long resultBytes(int rows) {
        long all = (long) segment.images() * network.result(chain.last()).at(2);
        return segment.resultBytes() / all * rows + Math.ceilDiv(segment.resultBytes() % all * rows, all);
    }
}
