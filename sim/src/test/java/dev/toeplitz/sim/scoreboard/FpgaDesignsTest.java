package dev.toeplitz.sim.scoreboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FpgaDesignsTest {
    private static final List<Comparison> ALL = new FpgaDesigns().comparisons().toList();

    @Test
    void fortyFourDesignsAreCompared() {
        assertThat(ALL.stream().map(Comparison::subject).distinct()).hasSize(44);
    }

    /** A design outside its bound, or not modelled, has its reason; and no reason outlives its cause. */
    @Test
    void everyFigureIsWithinItsBoundOrHasAReasonAndNeverBoth() {
        assertThat(ALL)
                .allSatisfy(each -> assertThat(each.within())
                        .as(
                                "%s: %s, %.1f %%",
                                each.subject(),
                                each.metric(),
                                100 * each.error().orElse(Double.NaN))
                        .isEqualTo(each.why().isEmpty()));
    }

    /** Holds the explanation of this family, whose figures the rules were inferred from; no evidence for other designs. */
    @Test
    void theXilinxDpuFamilyIsMetAtEverySize() {
        List<Comparison> family = ALL.stream()
                .filter(each -> each.subject().startsWith("Xilinx DPU"))
                .toList();
        assertThat(family).hasSize(3 * 16 + 16).allMatch(Comparison::within);
        assertThat(family)
                .filteredOn(each -> each.metric().equals("DSP blocks"))
                .allMatch(each -> each.error().getAsDouble() == 0);
        assertThat(family)
                .filteredOn(each -> each.metric().equals("block RAM"))
                .allMatch(each -> Math.abs(each.error().getAsDouble()) < 0.01);
    }

    /** What is missed is named here, so that a figure that slips out of its bound is seen. */
    @Test
    void theFiguresThatAreMissedAreThese() {
        Set<String> missed = ALL.stream()
                .filter(each -> each.modelled() && !each.within())
                .map(each -> each.subject().split(",")[0] + ": " + each.metric())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(missed)
                .containsExactlyInAnyOrder(
                        "CHaiDNN-v2 128 compute DSPs: DSP blocks",
                        "CHaiDNN-v2 128 compute DSPs: logic",
                        "CHaiDNN-v2 256 compute DSPs: DSP blocks",
                        "CHaiDNN-v2 256 compute DSPs: logic",
                        "CHaiDNN-v2 512 compute DSPs: DSP blocks",
                        "CHaiDNN-v2 512 compute DSPs: logic",
                        "CHaiDNN-v2 1024 compute DSPs: DSP blocks",
                        "CHaiDNN-v2 1024 compute DSPs: logic",
                        "PipeCNN V16 L28: logic",
                        "PipeCNN V8 L8: DSP blocks",
                        "PipeCNN V8 L8: logic",
                        "Qiu FPGA'16: DSP blocks",
                        "Qiu FPGA'16: logic");
    }

    @Test
    void thePageShowsTheTableAsMeasured() throws IOException {
        String table = table();
        Path fresh = Path.of("target/fpga-fit-table.md");
        Files.createDirectories(fresh.getParent());
        Files.writeString(fresh, table);
        assertThat(Files.readString(Path.of("../docs/fpga-fit.md")))
                .as("docs/fpga-fit.md; the table as it is now lies in sim/%s", fresh)
                .contains(table);
    }

    private static String table() {
        Map<String, Map<String, Comparison>> designs = new LinkedHashMap<>();
        ALL.forEach(each -> designs.computeIfAbsent(each.subject(), _ -> new LinkedHashMap<>())
                .put(each.metric(), each));
        StringBuilder text =
                new StringBuilder("| design | DSP blocks | block RAM | logic |\n| --- | --- | --- | --- |\n");
        designs.forEach((design, figures) -> text.append("| %s | %s | %s | %s |\n"
                .formatted(design, cell(figures, "DSP blocks"), cell(figures, "block RAM"), cell(figures, "logic"))));
        return text.toString();
    }

    private static String cell(Map<String, Comparison> figures, String metric) {
        Comparison each = figures.get(metric);
        if (each == null) {
            return "–";
        }
        String reference = plain(each.reference()) + (each.unit().isEmpty() ? "" : " " + each.unit());
        if (!each.modelled()) {
            return reference + " : not modelled";
        }
        double error = 100 * each.error().getAsDouble();
        String shown = String.format(Locale.ROOT, "%+.1f %%", Math.abs(error) < 0.05 ? 0.0 : error);
        return reference + " : " + plain(each.ours().getAsDouble()) + ", "
                + (each.within() ? shown : "**" + shown + "**");
    }

    private static String plain(double value) {
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, "%,.1f", value);
    }
}
