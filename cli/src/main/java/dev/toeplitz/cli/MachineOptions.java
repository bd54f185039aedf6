package dev.toeplitz.cli;

import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Im2col;
import dev.toeplitz.hw.Layout;
import dev.toeplitz.hw.Lowering;
import dev.toeplitz.hw.yaml.Accelerators;
import picocli.CommandLine.Option;

/** An accelerator, and how convolutions reach its array where it is not to be as the description has it. */
final class MachineOptions {
    @Option(
            names = "--hw",
            required = true,
            paramLabel = "NAME|FILE.yaml",
            description = "A name of `toeplitz hw`, or a description.")
    private String hardware;

    @Option(
            names = "--im2col",
            paramLabel = "WHERE",
            description = {
                "Where a convolution's Toeplitz matrix exists: ${COMPLETION-CANDIDATES}",
                "(in DRAM, in the buffer, nowhere); as the accelerator has it by default."
            })
    private Im2col im2col;

    @Option(
            names = "--layout",
            paramLabel = "LAYOUT",
            description = {
                "How maps lie in DRAM: ${COMPLETION-CANDIDATES}; as the accelerator has it by default.",
                "It sets the length of bursts, and so the time of the timeline, not the bytes."
            })
    private Layout layout;

    @Option(
            names = "--cores",
            paramLabel = "N",
            description = {
                "Arrays with buffers and vector units of their own that share the DRAM; as the description",
                "has it by default. Each layer is cut by output channels, rows, batch or groups."
            })
    private Integer cores;

    @Option(
            names = "--fusion",
            description = {
                "Layers in a row run as one, strip of rows by strip of rows, where that saves DRAM bytes and takes",
                "no longer; as the description has it by default. `map` prints which they are."
            })
    private boolean fusion;

    /** Whether it was said here how convolutions are lowered. */
    boolean choosesLowering() {
        return im2col != null || layout != null;
    }

    Accelerator load() {
        Accelerator asDescribed = Accelerators.load(hardware);
        Accelerator described = cores == null ? asDescribed : asDescribed.withCores(cores);
        described = fusion ? described.withFusion(true) : described;
        Lowering lowering = described.lowering();
        lowering = im2col == null ? lowering : lowering.with(im2col);
        return described.with(layout == null ? lowering : lowering.with(layout));
    }
}
