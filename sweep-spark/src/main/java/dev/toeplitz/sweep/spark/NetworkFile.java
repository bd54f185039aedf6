package dev.toeplitz.sweep.spark;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.onnx.ImportOptions;
import dev.toeplitz.graph.onnx.OnnxFile;
import dev.toeplitz.graph.scalesim.TopologyFile;
import dev.toeplitz.graph.zoo.Networks;
import dev.toeplitz.terms.InputException;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A network to be sent: a name of the zoo, or a whole file.
 *
 * @param file the file's own name; empty for the zoo
 */
record NetworkFile(String name, String file, byte[] bytes) implements Serializable {
    static NetworkFile read(String name, Optional<Path> path) {
        try {
            return path.isEmpty()
                    ? new NetworkFile(name, "", new byte[0])
                    : new NetworkFile(name, path.get().getFileName().toString(), Files.readAllBytes(path.get()));
        } catch (IOException e) {
            throw new InputException("%s cannot be read (%s)".formatted(name, e), "a file", "check the path", e);
        }
    }

    /** @throws InputException where the file is not the whole network, as with weights in files of their own */
    Graph graph() {
        if (file.isEmpty()) {
            Networks.Network known = Networks.named(name);
            return known.build(known.input(), known.classes());
        }
        try {
            Path directory = Files.createTempDirectory("toeplitz");
            Path copy = directory.resolve(file);
            try {
                Files.write(copy, bytes);
                return file.endsWith(".csv") ? TopologyFile.read(copy) : OnnxFile.read(copy, ImportOptions.NONE);
            } catch (InputException e) {
                throw e.at("%s, sent to other machines by itself".formatted(name));
            } finally {
                Files.deleteIfExists(copy);
                Files.delete(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
