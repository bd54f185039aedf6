package dev.toeplitz.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/**
 * Standard output that remembers whether something could not be written: a {@link java.io.PrintWriter} only says that. A
 * reader that has seen enough, as {@code head} has, takes nothing away from a result.
 */
final class ResultStream extends FilterOutputStream {
    private IOException failure;

    ResultStream(OutputStream out) {
        super(out);
    }

    /** Why a part of the result is nowhere; empty where all of it was written or nobody wants more. */
    Optional<String> lost() {
        return Optional.ofNullable(failure).map(IOException::getMessage).filter(why -> !why.contains("Broken pipe"));
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        try {
            out.write(bytes, from, count);
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }
}
