package dev.toeplitz.sim.dram;

import dev.toeplitz.hw.dram.Command;
import dev.toeplitz.hw.dram.DramStandard;

/**
 * A controller of one channel: of the next {@link #WINDOW} bursts it serves first what an open row holds, and opens and
 * closes rows for the others meanwhile (first ready, first come first served; Rixner et al., ISCA 2000). Neighbouring
 * bursts lie in different bank groups, then along a row, then in the next bank. All banks are refreshed every tREFI.
 */
public final class Controller {
    private static final int WINDOW = 32;
    /** Intervals between refreshes that are observed. */
    private static final int REFRESHES = 1;

    private final DramStandard standard;
    private final AccessPattern pattern;
    private final DramChannel channel;
    private final Command column;
    private final int columns;

    private final int[] banks = new int[WINDOW];
    private final int[] rows = new int[WINDOW];
    private int waiting;
    /** The next burst of the pattern: which run, and which burst of it. */
    private long run;

    private long burstOfRun;
    private long served;
    private long clock;

    private Controller(DramStandard standard, AccessPattern pattern) {
        this.standard = standard;
        this.pattern = pattern;
        this.channel = new DramChannel(standard);
        this.column = pattern.writes() ? Command.WRITE : Command.READ;
        this.columns = Math.max(1, standard.pageBytes() / standard.burstBytes());
    }

    /** The share of a channel's peak at which a pattern's bytes pass: refresh, rows and unused parts of bursts cost. */
    public static double efficiency(DramStandard standard, AccessPattern pattern) {
        return new Controller(standard, pattern).run();
    }

    private double run() {
        for (int i = 1; i <= REFRESHES; i++) {
            refresh();
            serveUntil((long) i * standard.timings().tREFI());
        }
        double useful = served * pattern.runBytes() / (double) bursts(0);
        double partial = averageShare();
        double peak = clock / (double) standard.burstClocks() * standard.burstBytes();
        return Math.min(1, useful * partial / peak);
    }

    /** Bursts of the first run, against the average of all: runs that begin within a burst touch one more. */
    private double averageShare() {
        long touched = 0;
        for (int i = 0; i < 64; i++) {
            touched += bursts(i);
        }
        return 64.0 * bursts(0) / touched;
    }

    private long bursts(long ofRun) {
        long first = ofRun * pattern.strideBytes() / standard.burstBytes();
        long last = (ofRun * pattern.strideBytes() + pattern.runBytes() - 1) / standard.burstBytes();
        return last - first + 1;
    }

    private void serveUntil(long end) {
        while (clock < end) {
            fill();
            step();
        }
    }

    /** Takes up bursts as long as there is room. */
    private void fill() {
        while (waiting < WINDOW) {
            long burst = run * pattern.strideBytes() / standard.burstBytes() + burstOfRun;
            int group = (int) (burst % standard.bankGroups());
            long beyond = burst / standard.bankGroups() / columns;
            int inGroup = (int) (beyond % standard.banksPerGroup());
            banks[waiting] = inGroup * standard.bankGroups() + group;
            rows[waiting++] = (int) (beyond / standard.banksPerGroup() % (1 << 20));
            if (++burstOfRun == bursts(run)) {
                burstOfRun = 0;
                run++;
            }
        }
    }

    /** The command that may come first, columns before rows and older before younger. */
    private void step() {
        long soonest = Long.MAX_VALUE;
        int chosen = -1;
        Command command = Command.PRECHARGE;
        long seen = 0; // banks of which an older burst decides what happens next
        for (int i = 0; i < waiting; i++) {
            int open = channel.openRow(banks[i]);
            boolean hit = open == rows[i];
            long bit = 1L << banks[i];
            if (!hit && (seen & bit) != 0) {
                continue;
            }
            Command next = hit ? column : open < 0 ? Command.ACTIVATE : Command.PRECHARGE;
            seen |= bit;
            long at = Math.max(clock, channel.earliest(next, banks[i]));
            if (at < soonest || at == soonest && hit && command != column) {
                soonest = at;
                chosen = i;
                command = next;
            }
        }
        channel.issue(command, banks[chosen], rows[chosen], soonest);
        clock = soonest + 1;
        if (command == column) {
            served++;
            waiting--;
            System.arraycopy(banks, chosen + 1, banks, chosen, waiting - chosen);
            System.arraycopy(rows, chosen + 1, rows, chosen, waiting - chosen);
        }
    }

    private void refresh() {
        for (int bank = 0; bank < standard.banks(); bank++) {
            if (channel.openRow(bank) >= 0) {
                long at = Math.max(clock, channel.earliest(Command.PRECHARGE, bank));
                channel.issue(Command.PRECHARGE, bank, 0, at);
                clock = at + 1;
            }
        }
        long at = Math.max(clock, channel.earliest(Command.REFRESH, 0));
        channel.issue(Command.REFRESH, 0, 0, at);
        clock = Math.max(at + 1, channel.earliest(Command.ACTIVATE, 0));
    }
}
