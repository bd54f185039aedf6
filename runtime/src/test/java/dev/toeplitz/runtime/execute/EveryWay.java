package dev.toeplitz.runtime.execute;

import dev.toeplitz.runtime.plan.Options;
import dev.toeplitz.runtime.plan.Options.Convolution;
import dev.toeplitz.runtime.plan.Target;
import java.util.List;

/** The ways to plan, of which some one prints each kernel. */
final class EveryWay {
    private EveryWay() {}

    /** For AVX-512, for AVX, for any device, without fusion, each way to convolve, and with numbers stored in half precision. */
    static List<Options> list() {
        Options wide = Options.of(Target.WIDE);
        return List.of(
                wide,
                Options.of(Target.NARROW),
                Options.of(Target.GENERAL),
                wide.unfused(),
                wide.with(Convolution.IM2COL),
                wide.with(Convolution.DIRECT),
                wide.half());
    }
}
