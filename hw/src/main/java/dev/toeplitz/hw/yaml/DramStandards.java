package dev.toeplitz.hw.yaml;

import dev.toeplitz.hw.dram.DramStandard;
import dev.toeplitz.hw.dram.Timings;
import dev.toeplitz.terms.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Finds DRAM standards by name. */
public final class DramStandards {
    /** A list for the same reason as that of accelerators; a test holds it against the resources. */
    private static final List<String> NAMES = List.of(
            "ddr3-1066g",
            "ddr3-1600k",
            "ddr4-2133p",
            "ddr4-2400r",
            "ddr4-3200aa",
            "gddr6-12000",
            "gddr6-14000",
            "hbm2-2000",
            "hbm2-2400",
            "hbm2e-3200",
            "hbm3-6400",
            "lpddr4-2400",
            "lpddr4-3200",
            "lpddr5-6400");

    private static final Map<String, DramStandard> LOADED = new ConcurrentHashMap<>();

    private DramStandards() {}

    /** All names, sorted. */
    public static List<String> names() {
        return NAMES;
    }

    /**
     * The standard that an accelerator names: by its name, or by name without the bin ({@code DDR4-2400} for {@code
     * DDR4-2400R}); empty where there is none of that speed.
     */
    public static Optional<DramStandard> find(String name) {
        String key = name.toLowerCase(Locale.ROOT).strip();
        return NAMES.stream()
                .filter(each -> each.equals(key)
                        || each.replaceFirst("(?<=\\d)[a-z]+$", "").equals(key))
                .findFirst()
                .map(DramStandards::load);
    }

    /** Whether a standard of the same kind is known, as {@code DDR4} is of {@code DDR4-9999}. */
    public static boolean isOfAKind(String name) {
        return NAMES.stream()
                .anyMatch(each ->
                        kind(each).equals(kind(name.toLowerCase(Locale.ROOT).strip())));
    }

    private static String kind(String name) {
        return name.split("-", 2)[0];
    }

    public static DramStandard load(String name) {
        if (!NAMES.contains(name)) {
            throw InputException.unknown("DRAM standard", name, NAMES);
        }
        return LOADED.computeIfAbsent(name, DramStandards::read);
    }

    private static DramStandard read(String name) {
        try (InputStream in = DramStandards.class.getResourceAsStream("/dev/toeplitz/hw/dram/" + name + ".yaml")) {
            return read(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @param file how messages call the text
     */
    static DramStandard read(String file, String text) {
        Section top = new Section(file, "", Text.compose(file, text), new ArrayList<>());
        top.sectionOrDefaults("sources").texts();
        double clock = top.decimal("clock_ns");
        Timings timings = timings(top.section("timings"), top.section("refresh"), clock);
        DramStandard standard = top.checked(() -> new DramStandard(
                top.text("name"),
                top.integer("megatransfers_per_second"),
                top.integer("channel_bits"),
                top.integer("channels"),
                clock,
                top.integer("burst_length"),
                top.integer("page_bytes"),
                top.integer("bank_groups"),
                top.integer("banks_per_group"),
                timings));
        top.close();
        return standard;
    }

    private static Timings timings(Section in, Section refresh, double clock) {
        int tRfc = (int) Math.ceil(refresh.decimal("tRFC_ns") / clock);
        int tRefi = (int) (refresh.decimal("tREFI_ns") / clock);
        refresh.close();
        Timings timings = in.checked(() -> new Timings(
                in.integer("CL"),
                in.integer("CWL"),
                in.integer("tRCD"),
                in.integer("tRP"),
                in.integer("tRAS"),
                in.integer("tRC"),
                in.integer("tWR"),
                in.integer("tRTP"),
                in.integer("tCCD_S"),
                in.integer("tCCD_L"),
                in.integer("tRRD_S"),
                in.integer("tRRD_L"),
                in.integer("tWTR_S"),
                in.integer("tWTR_L"),
                in.integer("tFAW"),
                tRfc,
                tRefi));
        in.close();
        return timings;
    }
}
