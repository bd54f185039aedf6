package dev.toeplitz.sweep.space;

import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.fpga.FpgaCosts;
import dev.toeplitz.hw.fpga.FpgaDevice;
import dev.toeplitz.hw.yaml.FpgaDevices;
import dev.toeplitz.sim.fpga.Instead.Counting;
import dev.toeplitz.sim.fpga.Use;
import java.util.Map;

/**
 * The FPGA that designs are for, and how their engines are counted on it.
 *
 * @param packs whether two products share a DSP block where the device can
 * @param doublePumps whether DSP blocks run at twice the clock
 */
public record FpgaBudget(FpgaDevice device, boolean packs, boolean doublePumps, FpgaCosts costs) {
    public static FpgaBudget of(String device, boolean packs, boolean doublePumps) {
        return new FpgaBudget(FpgaDevices.named(device), packs, doublePumps, FpgaDevices.costs());
    }

    Use use(Accelerator machine) {
        return Counting.of(packs, doublePumps, costs).count(machine, device).total();
    }

    /** What constraints may name. */
    Map<String, Object> values() {
        return Map.of(
                "device.dsp", (double) device.dsps(),
                "device.bram", (double) device.blockRams(),
                "device.uram", (double) device.ultraRams(),
                "device.logic", (double) device.logic());
    }

    static Map<String, Object> values(Use use) {
        return Map.of("dsp", use.dsps(), "bram", use.blockRams(), "uram", use.ultraRams(), "logic", use.logic());
    }
}
