package dev.toeplitz.kernels;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.IntFunction;

/**
 * A kernel: its name in the source, the resource that holds the source, its arguments in order, the tile edge that it is
 * compiled with, and what a work-group then needs.
 *
 * @param resource file beside this class's resources
 * @param needs of one work-group, by the choice made for {@code tile}
 */
public record KernelSource(
        String name, String resource, List<Argument> arguments, Tunable tile, IntFunction<Needs> needs) {
    /** OpenCL C 1.2, the least that all devices here understand; and no warnings, which some compilers print past us. */
    public static final String LANGUAGE = "-cl-std=CL1.2 -w";

    /** A small convolution through the Toeplitz view, in integers, so that its result is exact on any device. */
    public static final KernelSource SELF_TEST = new KernelSource(
            "toeplitz_self_test",
            "self_test.cl",
            List.of(
                    new Argument("input", Argument.Kind.READ),
                    new Argument("weight", Argument.Kind.READ),
                    new Argument("output", Argument.Kind.WRITE),
                    new Argument("channels", Argument.Kind.INT),
                    new Argument("extent", Argument.Kind.INT),
                    new Argument("filter", Argument.Kind.INT),
                    new Argument("stride", Argument.Kind.INT),
                    new Argument("padding", Argument.Kind.INT),
                    new Argument("positions", Argument.Kind.INT),
                    new Argument("filters", Argument.Kind.INT)),
            new Tunable("TILE", List.of(8, 4, 2, 1)),
            tile -> new Needs((long) tile * tile, 2L * tile * tile * Integer.BYTES));

    /** All kernels. */
    public static final List<KernelSource> ALL = List.of(SELF_TEST);

    public KernelSource {
        arguments = List.copyOf(arguments);
    }

    /** What the compiler is told for a choice of the tile. */
    public String options(int choice) {
        return "%s -D %s=%d".formatted(LANGUAGE, tile.macro(), choice);
    }

    /** The source text. */
    public String text() {
        try (InputStream in = KernelSource.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
