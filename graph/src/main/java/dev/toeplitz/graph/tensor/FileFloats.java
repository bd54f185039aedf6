package dev.toeplitz.graph.tensor;

import dev.toeplitz.terms.InputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;

/**
 * Single-precision numbers, little-endian, in a file that stays open: read when they are asked for, so that a network's weights need
 * not be held beside what is made of them. The file is the one that was opened, also where another has taken its name since; it is
 * closed with the last who knows of it.
 */
public final class FileFloats {
    /** Read at once where single elements are asked for, mostly one after the other. */
    private static final int PAGE = 1 << 14;

    private final FileChannel channel;
    private final long offset;
    private final long count;
    private volatile Page latest = new Page(0, FloatBuffer.allocate(0));

    /**
     * @param offset of the first number, in bytes
     * @param count of numbers
     */
    public FileFloats(FileChannel channel, long offset, long count) {
        this.channel = channel;
        this.offset = offset;
        this.count = count;
    }

    /** What was read last, from element {@code first} on. Another thread may replace it: then some are read twice. */
    private record Page(long first, FloatBuffer values) {
        boolean holds(long index) {
            return index >= first && index < first + values.limit();
        }
    }

    /** How many numbers there are. */
    public long count() {
        return count;
    }

    float at(long index) {
        Page page = latest;
        if (!page.holds(index)) {
            long first = index / PAGE * PAGE;
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(PAGE, count - first) * Float.BYTES);
            page = new Page(first, read(first, bytes));
            latest = page;
        }
        return page.values().get((int) (index - page.first()));
    }

    /** As many numbers from {@code first} on as fill the buffer. */
    FloatBuffer read(long first, ByteBuffer into) {
        try {
            long from = offset + first * Float.BYTES;
            while (into.hasRemaining()) {
                if (channel.read(into, from + into.position()) < 0) {
                    throw failure("it has become shorter since it was opened", null);
                }
            }
        } catch (IOException e) {
            throw failure(e.getClass().getSimpleName(), e);
        }
        return into.flip().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    }

    private static InputException failure(String why, IOException e) {
        return new InputException(
                "weights cannot be read from their file (%s)".formatted(why),
                "a file that stays as it is while it is used",
                "keep the file until the command has ended",
                e);
    }
}
