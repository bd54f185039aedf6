package dev.toeplitz.cli;

import dev.toeplitz.hw.Im2col;
import dev.toeplitz.sim.Lowerings;
import dev.toeplitz.sim.cost.NetworkCost;
import dev.toeplitz.sim.cost.Stream;
import dev.toeplitz.sim.cost.Traffic;
import java.util.List;
import java.util.Locale;

/** What each way to lower convolutions moves and takes, as a table. */
final class LoweringText {
    private LoweringText() {}

    static String write(NetworkCost usual, List<Lowerings.Choice> choices) {
        Table table = new Table(
                "im2col",
                "layout",
                ">map bytes",
                ">matrix bytes",
                ">all DRAM bytes",
                ">cycles, analytic",
                ">cycles, timeline");
        for (Lowerings.Choice choice : choices) {
            Traffic dram = choice.analytic().dram();
            boolean explicit = choice.lowering().im2col() == Im2col.EXPLICIT;
            long matrix = dram.bytes(Stream.IM2COL_READ) + dram.bytes(Stream.IM2COL_WRITE);
            table.row(
                    choice.lowering().im2col().name().toLowerCase(Locale.ROOT),
                    choice.lowering().layout(),
                    count(dram.bytes(Stream.INPUT_READ)),
                    explicit ? count(matrix) : "-",
                    count(dram.total()),
                    count(choice.analytic().cycles()),
                    count(choice.timeline().cycles()));
        }
        return "%s on %s, each lowering with the best mappings it has%n"
                        .formatted(usual.graph().name(), usual.accelerator().name())
                + table
                + "map bytes: the array's input, of the map or of the matrix; matrix bytes: making it.\n";
    }

    private static String count(long figure) {
        return String.format(Locale.ROOT, "%,d", figure);
    }
}
