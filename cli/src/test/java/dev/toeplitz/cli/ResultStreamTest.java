package dev.toeplitz.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ResultStreamTest {
    @Test
    void passesOnWhatIsWritten() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ResultStream stream = new ResultStream(bytes);
        print(stream);
        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("26.5 µs");
        assertThat(stream.lost()).isEmpty();
    }

    @Test
    void aFullDiskLosesAResult() {
        ResultStream stream = new ResultStream(failing("No space left on device"));
        print(stream);
        assertThat(stream.lost()).contains("No space left on device");
    }

    @Test
    void aReaderThatHasSeenEnoughLosesNothing() {
        ResultStream stream = new ResultStream(failing("Broken pipe"));
        print(stream);
        assertThat(stream.lost()).isEmpty();
    }

    private static void print(OutputStream stream) {
        PrintWriter writer = new PrintWriter(stream, true, StandardCharsets.UTF_8);
        writer.print("26.5 µs");
        writer.flush();
    }

    private static OutputStream failing(String why) {
        return new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                throw new IOException(why);
            }
        };
    }
}
