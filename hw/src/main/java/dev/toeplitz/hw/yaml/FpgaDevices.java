package dev.toeplitz.hw.yaml;

import dev.toeplitz.hw.fpga.BlockRamKind;
import dev.toeplitz.hw.fpga.DspKind;
import dev.toeplitz.hw.fpga.FpgaCosts;
import dev.toeplitz.hw.fpga.FpgaDevice;
import dev.toeplitz.hw.fpga.LogicKind;
import dev.toeplitz.terms.InputException;
import java.util.ArrayList;
import java.util.List;

/** FPGAs by name, and what parts of an engine take on all of them. */
public final class FpgaDevices {
    private FpgaDevices() {}

    /** All devices, as the data has them: by vendor and size. */
    public static List<FpgaDevice> all() {
        return all(new ArrayList<>());
    }

    /**
     * @param entries takes every value with its source
     */
    static List<FpgaDevice> all(List<Entry> entries) {
        Section top = top("fpga/devices.yaml", entries);
        top.section("sources").texts();
        List<FpgaDevice> devices =
                top.sections("devices").stream().map(FpgaDevices::device).toList();
        top.close();
        return devices;
    }

    public static FpgaDevice named(String name) {
        List<FpgaDevice> all = all();
        return all.stream()
                .filter(device ->
                        device.name().equalsIgnoreCase(name) || device.part().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> InputException.unknown(
                        "FPGA", name, all.stream().map(FpgaDevice::name).toList()));
    }

    /** The one set of parameters, with a source each. */
    public static FpgaCosts costs() {
        return costs(new ArrayList<>());
    }

    /**
     * @param entries takes every value with its source
     */
    static FpgaCosts costs(List<Entry> entries) {
        Section top = top("fpga/costs.yaml", entries);
        top.section("sources").texts();
        FpgaCosts costs = new FpgaCosts(
                top.decimal("control_dsps"),
                top.decimal("control_block_rams"),
                top.decimal("control_luts"),
                top.decimal("luts_per_lane"),
                top.decimal("luts_per_adder_bit"),
                top.integer("packed_chain"),
                top.integer("lut_ram_words"));
        top.close();
        return costs;
    }

    private static Section top(String resource, List<Entry> entries) {
        return new Section(resource, "", Text.compose(resource, Resources.text(resource)), entries);
    }

    private static FpgaDevice device(Section section) {
        FpgaDevice device = section.checked(() -> new FpgaDevice(
                section.text("name"),
                section.text("part"),
                section.text("family"),
                section.decimal("nanometres"),
                section.integer("dsps"),
                section.word("dsp_kind", DspKind.class, "DSP block"),
                section.integer("block_rams"),
                section.word("block_ram_kind", BlockRamKind.class, "block RAM"),
                section.integer("ultra_rams"),
                section.integer("logic"),
                section.word("logic_kind", LogicKind.class, "unit of logic")));
        section.close();
        return device;
    }
}
