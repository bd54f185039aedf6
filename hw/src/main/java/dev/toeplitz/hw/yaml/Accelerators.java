package dev.toeplitz.hw.yaml;

import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.terms.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Finds accelerators: presets by name, anything else by file. */
public final class Accelerators {
    /** Kept as a list because looking through the class path costs every start; a test holds it against the resources. */
    private static final List<String> PRESETS = List.of(
            "eyeriss-v1",
            "gemmini-16x16",
            "nvdla-large",
            "nvdla-small",
            "scale-sim",
            "tpu-v1",
            "u250-64x64",
            "zhang-fpga15",
            "zu9eg-32x32",
            "zynq-7020-14x14");

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
        return isFile(nameOrFile) ? file(Path.of(nameOrFile)) : preset(nameOrFile);
    }

    private static boolean isFile(String nameOrFile) {
        return nameOrFile.endsWith(".yaml") || nameOrFile.endsWith(".yml") || nameOrFile.contains("/");
    }

    private static Description preset(String name) {
        if (!PRESETS.contains(name)) {
            throw InputException.unknown("accelerator", name, PRESETS);
        }
        return AcceleratorReader.read(name, text(name));
    }

    /** A preset's YAML as it is kept. */
    public static String text(String preset) {
        try (InputStream in = Accelerators.class.getResourceAsStream("/dev/toeplitz/hw/presets/" + preset + ".yaml")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Description file(Path path) {
        try {
            return AcceleratorReader.read(path.toString(), Files.readString(path));
        } catch (NoSuchFileException e) {
            throw new InputException(
                            "there is no such file",
                            "a YAML file, or one of " + String.join(", ", PRESETS),
                            "check the path",
                            e)
                    .at(path.toString());
        } catch (CharacterCodingException e) {
            throw new InputException("the file is not text", "YAML in UTF-8", "give an accelerator's description", e)
                    .at(path.toString());
        } catch (IOException e) {
            throw new InputException(
                            "the file cannot be read (%s)".formatted(e.getMessage()),
                            "a YAML file",
                            "check the path",
                            e)
                    .at(path.toString());
        }
    }
}
