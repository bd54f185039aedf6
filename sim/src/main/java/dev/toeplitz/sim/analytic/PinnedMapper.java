package dev.toeplitz.sim.analytic;

import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.sim.mapping.Hold;
import dev.toeplitz.sim.mapping.Pin;
import dev.toeplitz.terms.InputException;
import dev.toeplitz.terms.LoopDim;
import dev.toeplitz.terms.MatrixAxis;
import dev.toeplitz.terms.Operand;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Layers with a mapping of their own run as that says; all others as another mapper has it. */
public final class PinnedMapper implements Mapper {
    private final Map<String, Pin> pins;
    private final Mapper otherwise;
    private final boolean mustFit;

    public PinnedMapper(Map<String, Pin> pins, Mapper otherwise) {
        this(pins, otherwise, true);
    }

    private PinnedMapper(Map<String, Pin> pins, Mapper otherwise, boolean mustFit) {
        this.pins = Map.copyOf(pins);
        this.otherwise = otherwise;
        this.mustFit = mustFit;
    }

    /** Runs a layer as the other mapper has it where its own mapping does not fit. */
    @Override
    public Mapper onOtherMachines() {
        return new PinnedMapper(pins, otherwise.onOtherMachines(), false);
    }

    @Override
    public Mapper ofLayer(String name) {
        Pin pin = pins.get(name);
        return pin == null
                ? otherwise.ofLayer(name)
                : (task, accelerator) -> pinned(pin, task, accelerator, otherwise.ofLayer(name));
    }

    @Override
    public Choice map(MappingTask task, Accelerator accelerator) {
        return otherwise.map(task, accelerator);
    }

    private Choice pinned(Pin pin, MappingTask task, Accelerator accelerator, Mapper searched) {
        Geometry geometry = task.geometry();
        int[] tile = geometry.extents.clone();
        pin.tile().forEach((loop, steps) -> tile[indexOf(loop, geometry)] = checked(loop, steps, geometry));
        Choice choice = new Choice(
                new Nest(geometry, accelerator.peArray(), pin.placement()),
                tile,
                order(pin),
                Arrays.stream(Operand.values()).map(pin::hold).toArray(Hold[]::new),
                Optional.empty());
        Occupancy occupancy = new Occupancy(choice, accelerator, task.site());
        if (occupancy.fits()) {
            return choice;
        }
        if (mustFit) {
            throw occupancy.misfit("the pinned mapping");
        }
        return searched.map(task, accelerator);
    }

    private static int indexOf(LoopDim loop, Geometry geometry) {
        int index = geometry.indexOf(loop);
        if (index < 0) {
            throw InputException.unknown(
                    "loop of this layer",
                    lower(loop),
                    Arrays.stream(geometry.dims).map(PinnedMapper::lower).toList());
        }
        return index;
    }

    private static int checked(LoopDim loop, int steps, Geometry geometry) {
        int extent = geometry.extents[geometry.indexOf(loop)];
        if (steps > extent) {
            throw new InputException(
                    "the pinned tile has %d steps of %s".formatted(steps, lower(loop)),
                    "at most the loop's %d".formatted(extent),
                    "make the tile smaller");
        }
        return steps;
    }

    private static Order order(Pin pin) {
        for (Order order : Order.all()) {
            if (pin.order()
                    .equals(order.roles().stream()
                            .filter(role -> role != MatrixAxis.GROUPS)
                            .toList())) {
                return order;
            }
        }
        throw new IllegalStateException("a pin's order is one of M, N and K");
    }

    private static String lower(LoopDim loop) {
        return loop.name().toLowerCase(Locale.ROOT);
    }
}
