package dev.toeplitz.sim.dram;

import dev.toeplitz.hw.dram.Command;
import dev.toeplitz.hw.dram.Constraint;
import dev.toeplitz.hw.dram.DramStandard;
import dev.toeplitz.hw.dram.Level;
import java.util.Arrays;

/**
 * One channel: which rows are open, and when each command may come next. Time is the caller's, in clocks. Constraints are
 * a table; nothing here knows what tRCD means.
 */
public final class DramChannel {
    /** Long before the first clock, so that nothing waits for it. */
    private static final long NEVER = Long.MIN_VALUE / 4;

    private static final int CLOSED = -1;
    private static final int COMMANDS = Command.values().length;
    private static final int LONGEST_WINDOW = 4;

    private final DramStandard standard;
    /** The constraints on each command. */
    private final Constraint[][] on = new Constraint[COMMANDS][];
    /** When each command last came: [instance × commands + command] × window, the last first. */
    private final long[] history;

    private final int[] openRow;

    public DramChannel(DramStandard standard) {
        this.standard = standard;
        for (Command command : Command.values()) {
            on[command.ordinal()] = standard.constraints().stream()
                    .filter(each -> each.after() == command)
                    .toArray(Constraint[]::new);
        }
        history = new long[(1 + standard.bankGroups() + standard.banks()) * COMMANDS * LONGEST_WINDOW];
        Arrays.fill(history, NEVER);
        openRow = new int[standard.banks()];
        Arrays.fill(openRow, CLOSED);
    }

    /** The open row of a bank; negative where it is closed. */
    public int openRow(int bank) {
        return openRow[bank];
    }

    /** The first clock in which a command may come, as far as time goes. */
    public long earliest(Command command, int bank) {
        long earliest = 0;
        for (Constraint constraint : on[command.ordinal()]) {
            int at = place(instance(constraint.level(), bank), constraint.before()) + constraint.window() - 1;
            earliest = Math.max(earliest, history[at] + constraint.clocks());
        }
        return earliest;
    }

    /**
     * Carries a command out.
     *
     * @param row to be opened, for {@link Command#ACTIVATE}
     * @throws IllegalStateException where it comes too early, or to a bank that is not in the state for it
     */
    public void issue(Command command, int bank, int row, long clock) {
        if (clock < earliest(command, bank)) {
            throw new IllegalStateException("%s of bank %d in clock %d; it may come in %d"
                    .formatted(command, bank, clock, earliest(command, bank)));
        }
        change(command, bank, row);
        remember(instance(Level.CHANNEL, bank), command, clock);
        if (command != Command.REFRESH) {
            remember(instance(Level.BANK_GROUP, bank), command, clock);
            remember(instance(Level.BANK, bank), command, clock);
        }
    }

    private void change(Command command, int bank, int row) {
        boolean legal = switch (command) {
            case ACTIVATE -> openRow[bank] == CLOSED;
            case READ, WRITE -> openRow[bank] != CLOSED;
            case PRECHARGE -> true;
            case REFRESH -> Arrays.stream(openRow).allMatch(each -> each == CLOSED);
        };
        if (!legal) {
            throw new IllegalStateException(
                    "%s of bank %d, whose open row is %d".formatted(command, bank, openRow[bank]));
        }
        if (command == Command.ACTIVATE) {
            openRow[bank] = row;
        } else if (command == Command.PRECHARGE) {
            openRow[bank] = CLOSED;
        }
    }

    private void remember(int instance, Command command, long clock) {
        int at = place(instance, command);
        System.arraycopy(history, at, history, at + 1, LONGEST_WINDOW - 1);
        history[at] = clock;
    }

    private static int place(int instance, Command command) {
        return (instance * COMMANDS + command.ordinal()) * LONGEST_WINDOW;
    }

    private int instance(Level level, int bank) {
        return switch (level) {
            case CHANNEL -> 0;
            case BANK_GROUP -> 1 + bank % standard.bankGroups();
            case BANK -> 1 + standard.bankGroups() + bank;
        };
    }
}
