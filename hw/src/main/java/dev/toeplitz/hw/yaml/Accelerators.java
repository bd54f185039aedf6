package dev.toeplitz.hw.yaml;

import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.terms.InputException;
import java.util.List;

/** Finds accelerators: presets by name, anything else by file. */
public final class Accelerators {
    /** Kept as a list because looking through the class path costs every start; a test holds it against the resources. */
    private static final List<String> PRESETS = List.of(
            "chaidnn-1024",
            "dpu-b4096",
            "eyeriss-v1",
            "gemmini-16x16",
            "gemmini-firesim",
            "nvdla-large",
            "nvdla-small",
            "pipecnn-de1-soc",
            "scale-sim",
            "tpu-v1",
            "u250-64x64",
            "zhang-fpga15",
            "zu9eg-32x32",
            "zynq-7020-14x14");

    private static final String EXPECTED = "a YAML file, or a name of `toeplitz hw`";

    private Accelerators() {}

    /** The presets' names, sorted. */
    public static List<String> presets() {
        return PRESETS;
    }

    /** A preset by its name, or the description in a file that ends in .yaml or .yml. */
    public static Accelerator load(String nameOrFile) {
        return describe(nameOrFile).accelerator();
    }

    /** The same, with what the description says of each value. */
    public static Description describe(String nameOrFile) {
        return isFile(nameOrFile) ? file(nameOrFile) : preset(nameOrFile);
    }

    /** The same, to be read again and again with other values in some places. */
    public static Template template(String nameOrFile) {
        String text = isFile(nameOrFile) ? Text.read(nameOrFile, EXPECTED) : text(nameOrFile);
        return template(nameOrFile, text);
    }

    /** The same from a text that was read before, perhaps on another machine. */
    public static Template template(String nameOrFile, String text) {
        return new Template(nameOrFile, text);
    }

    private static boolean isFile(String nameOrFile) {
        return nameOrFile.endsWith(".yaml") || nameOrFile.endsWith(".yml") || nameOrFile.contains("/");
    }

    private static Description preset(String name) {
        return AcceleratorReader.read(name, text(name));
    }

    /** A preset's YAML as it is kept. */
    public static String text(String preset) {
        if (!PRESETS.contains(preset)) {
            throw InputException.unknown("accelerator", preset, PRESETS);
        }
        return Resources.text("presets/" + preset + ".yaml");
    }

    private static Description file(String file) {
        return AcceleratorReader.read(file, Text.read(file, EXPECTED));
    }
}
