package dev.toeplitz.sim.search;

import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.sim.analytic.Choice;
import dev.toeplitz.sim.analytic.Mapper;
import dev.toeplitz.sim.analytic.MappingTask;
import dev.toeplitz.sim.analytic.Nest;
import dev.toeplitz.sim.analytic.Occupancy;
import dev.toeplitz.sim.analytic.Order;
import dev.toeplitz.sim.mapping.Hold;
import dev.toeplitz.sim.mapping.Proof;
import dev.toeplitz.sim.search.Candidates.Candidate;
import dev.toeplitz.terms.InputException;
import dev.toeplitz.terms.Operand;
import java.util.Optional;

/** Chooses for every contraction the best mapping of its map space, and proves it. */
public final class MappingSearch implements Mapper {
    private final Objective objective;
    private final AccessEnergy energy;
    private final MapSpaces spaces;

    public MappingSearch(Objective objective, AccessEnergy energy) {
        this(objective, energy, new MapSpaces());
    }

    /**
     * @param spaces map spaces that other searches may share
     */
    public MappingSearch(Objective objective, AccessEnergy energy, MapSpaces spaces) {
        this.objective = objective;
        this.energy = energy;
        this.spaces = spaces;
    }

    /** The fewest cycles, and among those the fewest DRAM bytes. */
    public static MappingSearch forCycles() {
        return new MappingSearch(Objective.CYCLES, AccessEnergy.EYERISS_RATIOS);
    }

    @Override
    public Choice map(MappingTask task, Accelerator accelerator) {
        MapSpace space = spaces.of(task.geometry(), accelerator);
        TileSearch search = new TileSearch(new Machine(accelerator), objective, energy);
        search.search(task, space);
        if (!search.found) {
            throw nothingFits(task, space, accelerator);
        }
        return choice(search, space, accelerator);
    }

    private Choice choice(TileSearch search, MapSpace space, Accelerator accelerator) {
        return choice(search.best(), space, accelerator, Optional.of(proof(search, space)));
    }

    /** What a search has found. */
    static Choice choice(Candidate found, MapSpace space, Accelerator accelerator, Optional<Proof> proof) {
        Hold[] holds = new Hold[Operand.values().length];
        for (int operand = 0; operand < holds.length; operand++) {
            holds[operand] = HoldChoice.hold(found.holds(), operand);
        }
        int[] tile = tile(space, found.groups(), found.m(), found.n(), found.k());
        return new Choice(space.nest, tile, Order.all()[found.order()], holds, proof);
    }

    private Proof proof(TileSearch search, MapSpace space) {
        return new Proof(
                space.points(),
                search.visited,
                space.points() - space.undominated(),
                search.equal,
                search.unfit,
                search.bounded,
                objective.words(),
                search.bestValue,
                search.bestValue);
    }

    private static int[] tile(MapSpace space, int groups, int m, int n, int k) {
        Nest nest = space.nest;
        int[] tile = new int[nest.extents.length];
        for (int loop = 0; loop < tile.length; loop++) {
            tile[loop] = switch (nest.roles[loop]) {
                case GROUPS -> space.groups.tile[groups][loop];
                case M -> space.m.tile[m][loop];
                case N -> space.n.tile[n][loop];
                case K -> space.k.tile[k][loop];
            };
        }
        return tile;
    }

    static InputException nothingFits(MappingTask task, MapSpace space, Accelerator accelerator) {
        Choice smallest = smallest(space, accelerator);
        return new Occupancy(smallest, accelerator, task.site()).misfit("the smallest tile");
    }

    private static Choice smallest(MapSpace space, Accelerator accelerator) {
        int[] tile = new int[space.nest.extents.length];
        java.util.Arrays.fill(tile, 1);
        Hold[] holds = {Hold.TILE, Hold.TILE, Hold.TILE};
        return new Choice(space.nest, tile, Order.M_N_K, holds, Optional.empty());
    }
}
