package dev.toeplitz.sim.energy;

import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Accumulators;
import dev.toeplitz.hw.Buffer;
import dev.toeplitz.hw.Precision;
import dev.toeplitz.hw.VectorUnit;
import dev.toeplitz.hw.energy.EnergyTable;
import dev.toeplitz.sim.cost.ActionCounts;
import dev.toeplitz.sim.cost.LayerCost;
import dev.toeplitz.sim.search.Metering;
import dev.toeplitz.terms.InputException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The energies of {@link EnergyModel} for one machine after another: prices that were worked out are known. */
public final class TableMetering implements Metering {
    private static final Price[] PRICES = Price.values();
    /** So that memory does not grow with designs. */
    private static final int MOST_KNOWN = 1 << 14;

    private final EnergyTable table;
    private final Map<Priced, double[]> known = new ConcurrentHashMap<>();

    public TableMetering(EnergyTable table) {
        this.table = table;
    }

    /** Everything that a price depends on. */
    private record Priced(
            Precision precision,
            VectorUnit vectorUnit,
            Accumulators accumulators,
            int cols,
            List<Buffer> buffers,
            String dram) {}

    @Override
    public ActionCounts counts(LayerCost cost, Accelerator machine) {
        return EnergyModel.counts(cost, machine, table);
    }

    @Override
    public double[] prices(Accelerator machine) {
        Priced priced = new Priced(
                machine.precision(),
                machine.vectorUnit(),
                machine.accumulators(),
                machine.peArray().cols(),
                machine.buffers(),
                machine.dram().standard());
        double[] prices = known.get(priced);
        if (prices == null) {
            prices = all(new Prices(machine, table));
            if (known.size() >= MOST_KNOWN) {
                known.clear();
            }
            known.put(priced, prices);
        }
        return prices;
    }

    private static double[] all(Prices prices) {
        double[] all = new double[PRICES.length];
        for (Price price : PRICES) {
            try {
                all[price.ordinal()] = prices.of(price);
            } catch (InputException _) {
                // It is said when the action happens, and may never.
                all[price.ordinal()] = Double.NaN;
            }
        }
        return all;
    }
}
