package dev.toeplitz.sim.fpga;

import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Accumulators;
import dev.toeplitz.hw.Buffer;
import dev.toeplitz.hw.PeArray;
import dev.toeplitz.hw.VectorUnit;
import dev.toeplitz.hw.fpga.FpgaCosts;
import dev.toeplitz.hw.fpga.FpgaDevice;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What fits where an accelerator does not: the same with less of what binds, and the smallest device for it as it is. */
public record Instead(Optional<Accelerator> smaller, Optional<FpgaDevice> device) {
    /** Halvings from 2^24 PEs or a tebibyte down to one are not more. */
    private static final int MOST_STEPS = 64;

    /**
     * @param fitOn how the accelerator is counted on a device
     */
    public static Instead of(Accelerator machine, FpgaDevice device, List<FpgaDevice> all, Counting fitOn) {
        Function<Accelerator, FpgaFit> here = each -> fitOn.count(each, device);
        return new Instead(
                shrink(machine, here),
                all.stream()
                        .filter(each -> fitOn.count(machine, each).fits())
                        .min(Comparator.comparingDouble(
                                each -> each.logic() / each.logicKind().units(1))));
    }

    /** Counts an accelerator on a device. */
    @FunctionalInterface
    public interface Counting {
        FpgaFit count(Accelerator machine, FpgaDevice device);

        static Counting of(boolean packs, boolean doublePumps, FpgaCosts costs) {
            return (machine, device) ->
                    FpgaModel.fit(Engine.of(machine, packs, doublePumps, costs.packedChain()), device, costs);
        }
    }

    private static Optional<Accelerator> shrink(Accelerator machine, Function<Accelerator, FpgaFit> here) {
        Accelerator smaller = machine;
        FpgaFit fit = here.apply(smaller);
        for (int step = 0; step < MOST_STEPS && !fit.fits(); step++) {
            Optional<Accelerator> next = halve(smaller, fit.binding());
            if (next.isEmpty()) {
                return Optional.empty();
            }
            smaller = next.get();
            fit = here.apply(smaller);
        }
        return fit.fits() ? Optional.of(smaller) : Optional.empty();
    }

    private static Optional<Accelerator> halve(Accelerator machine, Resource binding) {
        return switch (binding) {
            case DSP -> halveArray(machine);
            case BLOCK_RAM, ULTRA_RAM -> halveBuffers(machine);
            case LOGIC ->
                machine.vectorUnit().lanes() > machine.peArray().cols() ? halveLanes(machine) : halveArray(machine);
        };
    }

    /** The longer side goes to half; lanes and ports, which serve the columns, go with them. */
    private static Optional<Accelerator> halveArray(Accelerator machine) {
        PeArray array = machine.peArray();
        if (array.rows() == 1 && array.cols() == 1) {
            return Optional.empty();
        }
        return array.rows() >= array.cols()
                ? Optional.of(machine.with(array.with(array.rows() / 2, array.cols())))
                : halveLanes(machine.with(array.with(array.rows(), array.cols() / 2)));
    }

    private static Optional<Accelerator> halveLanes(Accelerator machine) {
        VectorUnit unit = machine.vectorUnit();
        return Optional.of(machine.with(unit.withLanes(Math.max(1, unit.lanes() / 2))));
    }

    private static Optional<Accelerator> halveBuffers(Accelerator machine) {
        boolean least = machine.buffers().stream().allMatch(buffer -> buffer.bytes() <= 1024);
        if (least) {
            return halveArray(machine);
        }
        List<Buffer> buffers = machine.buffers().stream()
                .map(buffer -> buffer.withBytes(Math.max(1024, buffer.bytes() / 2)))
                .toList();
        return Optional.of(
                machine.with(buffers, new Accumulators(machine.accumulators().bytes() / 2)));
    }
}
