package dev.toeplitz.kernels;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * A kernel for a kind of step, with places for what differs from step to step: index arithmetic, loops, an expression. The
 * general candidates; each runs every step of its kind.
 *
 * @param places what has to be filled in, each standing as {@code $place$} in the source
 */
public record Template(String kernel, List<String> places) {
    public static final Template CONTRACT =
            new Template("contract", List.of("decode", "loops", "solve", "inside", "left", "right", "result"));
    public static final Template POINTWISE =
            new Template("pointwise", List.of("arguments", "decode", "loads", "expression"));
    public static final Template REDUCE =
            new Template("reduce", List.of("decode", "identity", "loops", "inside", "operand", "fold", "finish"));
    public static final Template MOVE = new Template("move", List.of("decode", "result", "inside", "source", "fill"));

    /** All templates. */
    public static final List<Template> ALL = List.of(CONTRACT, POINTWISE, REDUCE, MOVE);

    public Template {
        places = List.copyOf(places);
    }

    /** OpenCL C with every place filled in. */
    public String filled(Map<String, String> values) {
        String source = text();
        for (String place : places) {
            source = source.replace("$" + place + "$", values.get(place));
        }
        return source;
    }

    /** The source with its places open. */
    public String text() {
        try (InputStream in = Template.class.getResourceAsStream(kernel + ".cl")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
