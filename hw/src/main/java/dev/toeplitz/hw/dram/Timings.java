package dev.toeplitz.hw.dram;

import static dev.toeplitz.hw.dram.Command.ACTIVATE;
import static dev.toeplitz.hw.dram.Command.PRECHARGE;
import static dev.toeplitz.hw.dram.Command.READ;
import static dev.toeplitz.hw.dram.Command.REFRESH;
import static dev.toeplitz.hw.dram.Command.WRITE;
import static dev.toeplitz.hw.dram.Level.BANK;
import static dev.toeplitz.hw.dram.Level.BANK_GROUP;
import static dev.toeplitz.hw.dram.Level.CHANNEL;

import dev.toeplitz.terms.Require;
import java.util.ArrayList;
import java.util.List;

/**
 * The timings of a standard in clocks, under JEDEC's names; {@code S} between bank groups, {@code L} within one. {@code
 * tRFC} is that of all banks.
 */
public record Timings(
        int readLatency,
        int writeLatency,
        int tRCD,
        int tRP,
        int tRAS,
        int tRC,
        int tWR,
        int tRTP,
        int tCCDS,
        int tCCDL,
        int tRRDS,
        int tRRDL,
        int tWTRS,
        int tWTRL,
        int tFAW,
        int tRFC,
        int tREFI) {
    /** Clocks in which the bus turns round from reading to writing. */
    private static final int TURN = 2;

    private static final int ACTIVATES_IN_WINDOW = 4;

    public Timings {
        Require.positive("tRCD", tRCD);
        Require.positive("tRP", tRP);
        Require.atLeast("tRC", tRC, tRAS);
        Require.atLeast("tREFI", tREFI, tRFC + 1L);
    }

    /**
     * All of them as constraints between commands; one place where it is said what each means (JESD79-4 and its kin).
     *
     * @param burst clocks in which a burst occupies the data bus
     */
    List<Constraint> constraints(int burst) {
        List<Constraint> all = new ArrayList<>();
        all.add(one("tRCD", BANK, ACTIVATE, READ, tRCD));
        all.add(one("tRCD", BANK, ACTIVATE, WRITE, tRCD));
        all.add(one("tRAS", BANK, ACTIVATE, PRECHARGE, tRAS));
        all.add(one("tRC", BANK, ACTIVATE, ACTIVATE, tRC));
        all.add(one("tRP", BANK, PRECHARGE, ACTIVATE, tRP));
        all.add(one("tRTP", BANK, READ, PRECHARGE, tRTP));
        all.add(one("tWR", BANK, WRITE, PRECHARGE, writeLatency + burst + tWR));
        all.add(one("tRRD_S", CHANNEL, ACTIVATE, ACTIVATE, tRRDS));
        all.add(one("tRRD_L", BANK_GROUP, ACTIVATE, ACTIVATE, tRRDL));
        all.add(new Constraint("tFAW", CHANNEL, ACTIVATE, ACTIVATE, tFAW, ACTIVATES_IN_WINDOW));
        for (Command column : List.of(READ, WRITE)) {
            all.add(one("tCCD_S", CHANNEL, column, column, Math.max(burst, tCCDS)));
            all.add(one("tCCD_L", BANK_GROUP, column, column, Math.max(burst, tCCDL)));
        }
        all.add(one("read to write", CHANNEL, READ, WRITE, Math.max(1, readLatency + burst + TURN - writeLatency)));
        all.add(one("tWTR_S", CHANNEL, WRITE, READ, writeLatency + burst + tWTRS));
        all.add(one("tWTR_L", BANK_GROUP, WRITE, READ, writeLatency + burst + tWTRL));
        all.add(one("tRP", CHANNEL, PRECHARGE, REFRESH, tRP));
        all.add(one("tRFC", CHANNEL, REFRESH, ACTIVATE, tRFC));
        all.add(one("tRFC", CHANNEL, REFRESH, REFRESH, tRFC));
        return all;
    }

    private static Constraint one(String name, Level level, Command before, Command after, int clocks) {
        return new Constraint(name, level, before, after, clocks, 1);
    }
}
