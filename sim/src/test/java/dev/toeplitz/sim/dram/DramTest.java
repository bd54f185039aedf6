package dev.toeplitz.sim.dram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.toeplitz.hw.dram.Command;
import dev.toeplitz.hw.dram.Constraint;
import dev.toeplitz.hw.dram.DramStandard;
import dev.toeplitz.hw.dram.Level;
import dev.toeplitz.hw.yaml.DramStandards;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DramTest {
    static List<String> names() {
        return DramStandards.names();
    }

    /** A channel just after {@code before}, its history long past; then {@code after} is tried on both sides. */
    @ParameterizedTest
    @MethodSource("names")
    void eachConstraintHoldsUpToItsEdgeAndNoFurther(String name) {
        DramStandard standard = DramStandards.load(name);
        for (Constraint constraint : standard.constraints()) {
            long edge = earliestAfter(standard, constraint);
            long stricter = standard.constraints().stream()
                    .filter(each -> each.before() == constraint.before() && each.after() == constraint.after())
                    .filter(each -> each.window() == 1 && meets(standard, each.level(), constraint.level()))
                    .mapToLong(Constraint::clocks)
                    .max()
                    .orElse(0);
            long expected = constraint.window() == 1
                    ? Math.max(constraint.clocks(), stricter)
                    : Math.max(constraint.clocks(), windowed(standard, constraint));
            assertThat(edge).as("%s of %s", constraint, name).isEqualTo(expected);
        }
    }

    /** Whether a constraint of a level binds between bank 0 and the other bank that a trial takes. */
    private static boolean meets(DramStandard standard, Level level, Level tried) {
        int other = otherBank(standard, tried);
        return switch (level) {
            case CHANNEL -> true;
            case BANK_GROUP -> other % standard.bankGroups() == 0;
            case BANK -> other == 0;
        };
    }

    /** Four activates as close as they may come, and the fifth no closer to the fourth. */
    private static long windowed(DramStandard standard, Constraint constraint) {
        long apart = standard.timings().tRRDS();
        return constraint.window() * apart;
    }

    private static long earliestAfter(DramStandard standard, Constraint constraint) {
        DramChannel channel = new DramChannel(standard);
        long start = 100_000;
        int bank = 0;
        int other = otherBank(standard, constraint.level());
        prepare(channel, constraint, bank, other);
        long first = start;
        if (constraint.window() > 1) {
            for (int i = 0; i < constraint.window(); i++) {
                channel.issue(
                        constraint.before(),
                        apart(standard, i),
                        1,
                        start + (long) i * standard.timings().tRRDS());
            }
            other = apart(standard, constraint.window());
        } else {
            channel.issue(constraint.before(), bank, 1, start);
        }
        long edge = channel.earliest(constraint.after(), other);
        int tried = other;
        if (canBeTried(constraint)) {
            assertThatThrownBy(() -> channel.issue(constraint.after(), tried, 2, edge - 1))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("it may come in " + edge);
            if (constraint.after() == Command.ACTIVATE && channel.openRow(other) >= 0) {
                return edge - first; // tRC, with the row still open: time alone can be tried
            }
            channel.issue(constraint.after(), tried, 2, edge);
        }
        return edge - first;
    }

    /** With one bank group, activates in a row meet different banks; with several, different groups. */
    private static int apart(DramStandard standard, int i) {
        return i % standard.banks();
    }

    private static boolean canBeTried(Constraint constraint) {
        return constraint.clocks() > 0;
    }

    private static int otherBank(DramStandard standard, Level level) {
        return switch (level) {
            case BANK -> 0;
            case BANK_GROUP -> standard.bankGroups();
            case CHANNEL -> 1;
        };
    }

    /** Opens what the two commands need open, long before. */
    private static void prepare(DramChannel channel, Constraint constraint, int bank, int other) {
        if (needsOpen(constraint.before())) {
            channel.issue(Command.ACTIVATE, bank, 1, 1000);
        }
        boolean isOpen = channel.openRow(other) >= 0 || constraint.before() == Command.ACTIVATE && bank == other;
        if (needsOpen(constraint.after()) && !isOpen) {
            channel.issue(Command.ACTIVATE, other, 1, 2000);
        }
    }

    private static boolean needsOpen(Command command) {
        return command == Command.READ || command == Command.WRITE;
    }

    @ParameterizedTest
    @MethodSource("names")
    void aStreamReachesThePeakButForRefreshAndAStridedFetchDoesNot(String name) {
        DramStandard standard = DramStandards.load(name);
        double refresh =
                1 - standard.timings().tRFC() / (double) standard.timings().tREFI();
        double stream = Controller.efficiency(standard, AccessPattern.stream(false));
        long apartBytes = (long) standard.pageBytes() * standard.bankGroups() + standard.burstBytes();
        double strided =
                Controller.efficiency(standard, new AccessPattern(standard.burstBytes() / 2, apartBytes, false));
        // DRAMsim3's GDDR6 lets bursts of two clocks follow each other every three.
        int apart = Math.max(standard.burstClocks(), standard.timings().tCCDS());
        double possible = refresh * standard.burstClocks() / apart;
        assertThat(stream).isBetween(0.95 * possible, possible);
        assertThat(Controller.efficiency(standard, AccessPattern.stream(true))).isBetween(0.95 * possible, possible);
        assertThat(strided).isLessThanOrEqualTo(stream / 2);
    }

    /** Bursts that each open a row of one bank follow each other every tRC. */
    @ParameterizedTest
    @MethodSource("names")
    void oneBankServesARowEveryRowCycle(String name) {
        DramStandard standard = DramStandards.load(name);
        long page = (long) standard.pageBytes() * standard.banks();
        double share = Controller.efficiency(standard, new AccessPattern(standard.burstBytes(), page, false));
        double timings = Math.max(
                standard.timings().tRC(),
                standard.timings().tRCD()
                        + standard.timings().tRTP()
                        + standard.timings().tRP());
        double refresh =
                1 - standard.timings().tRFC() / (double) standard.timings().tREFI();
        assertThat(share).isEqualTo(standard.burstClocks() / timings * refresh, within(0.03 * share));
    }

    /** Rows of a map of 30 bytes use half of each burst of 64; im2col's column of a 3 × 3 filter far less. */
    @Test
    void whatABurstBringsAndNobodyWantsIsLost() {
        DramStandard standard = DramStandards.load("ddr4-3200aa");
        double stream = Controller.efficiency(standard, AccessPattern.stream(false));
        double rows = Controller.efficiency(standard, new AccessPattern(32, 64, false));
        double taps = Controller.efficiency(standard, new AccessPattern(3, 224, false));
        assertThat(rows).isEqualTo(stream / 2, within(0.01));
        assertThat(taps).isLessThan(0.05);
    }

    @Test
    void anUnknownStandardHasNoTimingsAndABinMayBeLeftOut() {
        assertThat(DramStandards.find("DDR4-2400")).contains(DramStandards.load("ddr4-2400r"));
        assertThat(DramStandards.find("DDR3-2133")).isEmpty();
    }

    /** 64 bits at 3200 MT/s are 25.6 GB/s; a stack of HBM3 has 819. */
    @Test
    void peaksAreThoseOfTheStandard() {
        assertThat(DramStandards.load("ddr4-3200aa").gigabytesPerSecond()).isEqualTo(25.6);
        DramStandard hbm3 = DramStandards.load("hbm3-6400");
        assertThat(hbm3.gigabytesPerSecond() * hbm3.channels()).isEqualTo(819.2);
    }
}
