package dev.toeplitz.runtime.plan;

import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.kernels.Template;
import dev.toeplitz.terms.DataType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Fills the template of padding in. The copy is seen as lines, each of which has zeros, then elements that lie one after another in the
 * tensor too, then zeros.
 */
final class PadPrinter {
    /** Elements that are worth a work-item. */
    private static final int WORTH = 4096;

    private final Padded padded;
    private final Map<String, String> places = new HashMap<>();
    /** Axes from the outermost on that lines are told apart by; the others are within a line. */
    private final List<Integer> outer;

    private final long length;
    private long start;
    private long count;
    private long apart = 1;

    PadPrinter(Padded padded) {
        this.padded = padded;
        this.outer = new ArrayList<>(padded.order());
        this.length = line();
    }

    /** Takes axes into the line, from the last on, as long as what is copied of it stays one piece; gives its length. */
    private long line() {
        int last = outer.removeLast();
        apart = padded.stride(last);
        start = padded.before(last);
        count = padded.copied(last);
        long within = extent(last);
        while (!outer.isEmpty() && isWhole(within) && (apart == 1 || count == 1)) {
            int axis = outer.getLast();
            if (extent(axis) > 1 && padded.stride(axis) != count) {
                break;
            }
            outer.removeLast();
            apart = 1;
            start = padded.before(axis) * within;
            count *= padded.copied(axis);
            within *= extent(axis);
        }
        return within;
    }

    private boolean isWhole(long within) {
        return start == 0 && count == within;
    }

    private int extent(int axis) {
        return padded.to().shape().at(axis);
    }

    /** The kernel that makes the copy. */
    Launch launch(Launch.Argument.Scratch copy) {
        Task task = padded.task();
        Shape lines = new Shape(outer.stream().map(this::extent).toList());
        boolean single =
                lines.elements() == 1 && isWhole(length) && outer.stream().allMatch(padded::isWhole);
        long all = single ? Math.ceilDiv(length, WORTH) : lines.elements();
        long each = single ? 1 : Math.clamp(Math.ceilDiv(WORTH, length), 1, all);
        List<Launch.Argument> arguments = new ArrayList<>();
        arguments.add(Launch.plain(padded.operand()));
        task.zeroPoints().activations().ifPresent(value -> arguments.add(Launch.plain(value)));
        arguments.add(copy);
        places.put("kernel", Tables.KERNEL);
        places.put("arguments", Launch.parameters(arguments, task));
        places.put("zero_point", task.zeroPoint("in1"));
        places.put("read", Held.word(task.type(Padded.COPY)));
        places.put("each", String.valueOf(each));
        places.put("lines", String.valueOf(all));
        places.put("length", String.valueOf(single ? WORTH : length));
        places.put("start", String.valueOf(start));
        places.put("count", single ? "min(%d, %d - line * %d)".formatted(WORTH, length, WORTH) : "" + count);
        places.put("rest", String.valueOf(single ? 0 : length - start - count));
        places.put("apart", String.valueOf(apart));
        String inside = "1";
        StringBuilder from = new StringBuilder(String.valueOf(padded.base()));
        StringBuilder decode = new StringBuilder();
        long inner = 1;
        for (int axis : outer.reversed()) {
            decode.append("const int d%d = line / %d %% %d; ".formatted(axis, inner, extent(axis)));
            inner *= extent(axis);
            int before = padded.before(axis);
            from.append(" + (d%d - %d) * %d".formatted(axis, before, padded.stride(axis)));
            if (!padded.isWhole(axis)) {
                inside += " && d%1$d >= %2$d && d%1$d < %3$d".formatted(axis, before, before + padded.copied(axis));
            }
        }
        places.put("decode", decode.toString());
        places.put("inside", inside);
        places.put("from", single ? from + " + line * " + WORTH : from.toString());
        return new Launch(Template.PAD.filled(places), arguments, Math.ceilDiv(all, each), true);
    }

    /** The memory of the copy, with room for a pair that begins at its last element. */
    Launch.Argument.Scratch scratch() {
        return new Launch.Argument.Scratch(padded.task().made(), 0, padded.to().span() + PairSums.PAIR, DataType.INT16);
    }
}
