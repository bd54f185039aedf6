package dev.toeplitz.cli;

import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Im2col;
import dev.toeplitz.hw.Layout;
import dev.toeplitz.hw.Lowering;
import picocli.CommandLine.Option;

/** How convolutions reach the array, where it is not to be as the description has it. */
final class LoweringOptions {
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

    Accelerator of(Accelerator described) {
        Lowering lowering = described.lowering();
        lowering = im2col == null ? lowering : lowering.with(im2col);
        return described.with(layout == null ? lowering : lowering.with(layout));
    }
}
