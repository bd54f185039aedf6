package dev.toeplitz.hw.yaml;

import dev.toeplitz.hw.Code;
import dev.toeplitz.hw.Compression;
import java.util.Optional;

/** Reads {@code compression} of a description; without it every tensor lies as it is. */
final class CompressionReader {
    private CompressionReader() {}

    /** The codes of a description by name. */
    private enum Kind {
        PACKED,
        BITMAP,
        RUN_LENGTH
    }

    static Compression read(Section top) {
        if (!top.has("compression")) {
            return Compression.NONE;
        }
        Section section = top.section("compression");
        Compression compression = new Compression(code(section, "weights"), code(section, "maps"));
        section.close();
        return compression;
    }

    private static Optional<Code> code(Section parent, String key) {
        return parent.has(key) ? Optional.of(code(parent.section(key))) : Optional.empty();
    }

    private static Code code(Section section) {
        Code code = switch (section.word("code", Kind.class, "code")) {
            case PACKED -> new Code.Packed();
            case BITMAP -> new Code.Bitmap();
            case RUN_LENGTH -> runLength(section);
        };
        section.close();
        return code;
    }

    private static Code runLength(Section section) {
        int runBits = section.integer("run_bits");
        int pairs = section.integer("pairs", 1, "pairs follow each other without a gap");
        int wordBits = section.integer("word_bits", 0, "pairs follow each other without a gap");
        return section.checked(() -> new Code.RunLength(runBits, pairs, wordBits));
    }
}
