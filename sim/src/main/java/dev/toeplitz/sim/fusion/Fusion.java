package dev.toeplitz.sim.fusion;

import dev.toeplitz.graph.work.Layer;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.sim.analytic.Mapper;
import dev.toeplitz.sim.analytic.Pieces;
import dev.toeplitz.sim.analytic.Stage;
import dev.toeplitz.sim.analytic.Workload;
import dev.toeplitz.sim.cost.Fidelity;
import dev.toeplitz.sim.cost.LayerCost;
import dev.toeplitz.sim.cost.NetworkCost;
import dev.toeplitz.terms.Require;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Layers that run as one, strip of rows by strip of rows: what one makes of a strip the next ones read from the buffer, and
 * no map between them meets DRAM. Rows at the edge of a strip are made twice, once for each neighbour. Weights stay if all
 * of a chain's fit, and are otherwise read for each strip. Every layer's part of a strip is mapped anew; array, vector
 * unit and DRAM overlap over the whole chain, so that its time is a bound from below as a layer's is.
 */
public final class Fusion {
    /** Of layers in a chain; weights and halos of more seldom pay. */
    private static final int LONGEST = 16;

    private final Network network;
    private final List<Chain> chains;

    private Fusion(Network network) {
        this.network = network;
        this.chains = chosen();
    }

    /**
     * The chains of a network.
     *
     * @param base layer by layer, by the closed form on one core
     * @param mapper of strips
     */
    public static Fusion of(NetworkCost base, Mapper mapper) {
        List<Layer> layers = base.layers().stream().map(LayerCost::layer).toList();
        boolean depthwise = base.accelerator().vectorUnit().duties().depthwise();
        return of(base, new Workload(base.graph(), layers, depthwise), mapper);
    }

    /** The same of a workload that is at hand. */
    public static Fusion of(NetworkCost base, Workload workload, Mapper mapper) {
        Accelerator machine = base.accelerator();
        Require.that(
                base.fidelity() == Fidelity.ANALYTIC && machine.cores() == 1,
                "chains of layers on %d cores, by the %s model"
                        .formatted(machine.cores(), base.fidelity().name().toLowerCase()),
                "one core and the analytic model",
                "leave fusion out");
        return new Fusion(new Network(base, new Pieces(workload, machine, mapper)));
    }

    /**
     * The chains that together save most DRAM bytes, of those that save some and are no slower than their layers one by
     * one; by the network's order.
     */
    public List<Chain> chains() {
        return chains;
    }

    /** The network with these chains: each row has its layer's part. */
    public NetworkCost cost() {
        List<LayerCost> layers = new ArrayList<>(network.base.layers());
        for (Chain chain : chains) {
            List<LayerCost> rows = new ChainRows(network, chain).layers();
            for (int i = 0; i < rows.size(); i++) {
                layers.set(chain.first() + i, rows.get(i));
            }
        }
        return new NetworkCost(network.base.graph(), network.accelerator, layers);
    }

    /**
     * The network's stages with these chains in the place of their layers.
     *
     * @param alone stages of the layers one by one
     */
    public List<Stage> stages(List<Stage> alone) {
        List<Stage> stages = new ArrayList<>();
        int inChains = 0; // layers up to here have been done
        int at = 0;
        for (Stage stage : alone) {
            while (at < chains.size() && chains.get(at).first() <= stage.layer()) {
                stages.add(new ChainSteps(network, chains.get(at)).stage());
                inChains = chains.get(at).last() + 1;
                at++;
            }
            if (stage.layer() >= inChains) {
                stages.add(stage);
            }
        }
        return stages;
    }

    /** Why a layer that is in no chain runs by itself. */
    public String reason(int index) {
        return network.refusal(index).orElseGet(() -> {
            boolean wantedLater = network.lastReader(index) >= network.count();
            return wantedLater && index == network.count() - 1
                    ? "nothing comes after it, and no chain that ends here pays"
                    : "no chain with its neighbours keeps its maps to itself, fits, saves bytes and takes no longer";
        });
    }

    private List<Chain> chosen() {
        int count = network.count();
        long[] saved = new long[count + 1];
        Chain[] from = new Chain[count];
        for (int first = count - 1; first >= 0; first--) {
            saved[first] = saved[first + 1];
            for (Chain chain : from(first)) {
                if (chain.bytesSaved() + saved[chain.last() + 1] > saved[first]) {
                    saved[first] = chain.bytesSaved() + saved[chain.last() + 1];
                    from[first] = chain;
                }
            }
        }
        List<Chain> chosen = new ArrayList<>();
        for (int i = 0; i < count; i = from[i] == null ? i + 1 : from[i].last() + 1) {
            if (from[i] != null) {
                chosen.add(from[i]);
            }
        }
        return List.copyOf(chosen);
    }

    /** The best chain of each length from a layer on. */
    private List<Chain> from(int first) {
        List<Chain> chains = new ArrayList<>();
        int wanted = first; // the last layer that reads what layers before the chain's last make
        int end = Math.min(network.count(), first + LONGEST);
        for (int last = first; last < end && network.refusal(last).isEmpty(); last++) {
            if (last > first && wanted <= last) {
                new Segment(network, first, last).best().ifPresent(chains::add);
            }
            wanted = Math.max(wanted, network.lastReader(last));
            if (wanted >= end) {
                break;
            }
        }
        return chains;
    }

    /** For a test: the chain of these layers in strips of so many rows. */
    Optional<Chain> chain(int first, int last, int stripRows) {
        return Optional.ofNullable(new Segment(network, first, last).chain(stripRows));
    }
}
