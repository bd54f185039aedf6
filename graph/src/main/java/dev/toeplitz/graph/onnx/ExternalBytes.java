package dev.toeplitz.graph.onnx;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import dev.toeplitz.terms.InputException;
import dev.toeplitz.terms.Require;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Weights kept beside the model file. A model may name only files in its own directory or below. */
final class ExternalBytes {
    private final Path directory;

    ExternalBytes(Path directory) {
        this.directory = directory;
    }

    /** Exactly {@code bytes} bytes from where the entries (location, offset, length) point. */
    ByteBuffer read(List<StringStringEntryProto> entries, long bytes) {
        Map<String, String> byKey = new HashMap<>();
        entries.forEach(entry -> byKey.put(entry.getKey(), entry.getValue()));
        String location = byKey.getOrDefault("location", "");
        long offset = number(byKey, "offset", 0);
        long length = number(byKey, "length", bytes);
        Require.that(
                length == bytes,
                "%,d bytes of external data".formatted(length),
                "%,d".formatted(bytes),
                "export the file again");
        try {
            return read(inside(location), offset, Math.toIntExact(bytes));
        } catch (IOException e) {
            throw new InputException(
                    "external data '%s' cannot be read (%s)"
                            .formatted(Names.clean(location), e.getClass().getSimpleName()),
                    "a file beside the model",
                    "keep both files together",
                    e);
        }
    }

    private static ByteBuffer read(Path file, long offset, int bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            Require.that(
                    offset >= 0 && offset <= channel.size() - bytes,
                    "external data at %,d to %,d of a file of %,d bytes"
                            .formatted(offset, offset + bytes, channel.size()),
                    "a range inside the file",
                    "the file is truncated or not the model's");
            ByteBuffer buffer = ByteBuffer.allocate(bytes);
            while (buffer.hasRemaining()) {
                if (channel.read(buffer, offset + buffer.position()) < 0) {
                    throw new EOFException();
                }
            }
            return buffer.flip();
        }
    }

    /** The file itself, links resolved: one that leads out of the directory is refused. */
    private Path inside(String location) throws IOException {
        try {
            Path home = directory.toRealPath();
            Path file = home.resolve(location).normalize();
            if (!location.isEmpty()
                    && file.startsWith(home)
                    && file.toRealPath().startsWith(home)) {
                return file;
            }
        } catch (InvalidPathException _) {
            // refused below like any other path that names no file here
        }
        throw new InputException(
                "external data at '%s'".formatted(Names.clean(location)),
                "a file in the model's directory",
                "move the data beside the model and correct its location");
    }

    private static long number(Map<String, String> byKey, String key, long otherwise) {
        String text = byKey.get(key);
        try {
            return text == null ? otherwise : Long.parseLong(text.strip());
        } catch (NumberFormatException _) {
            throw new InputException(
                    "external data has %s '%s'".formatted(key, Names.clean(text)), "a number", "export the file again");
        }
    }
}
