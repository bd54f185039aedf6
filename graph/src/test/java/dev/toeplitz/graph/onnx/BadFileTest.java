package dev.toeplitz.graph.onnx;

import static dev.toeplitz.graph.onnx.Models.graph;
import static dev.toeplitz.graph.onnx.Models.model;
import static dev.toeplitz.graph.onnx.Models.node;
import static dev.toeplitz.graph.onnx.Models.value;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.ModelProto;
import dev.toeplitz.terms.InputException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BadFileTest {
    private static final ModelProto RELU = model(
            13,
            graph(node("Relu", List.of("x"), "y")).addInput(value("x", 2, 3)).addOutput(value("y", 2, 3)));

    @TempDir
    private Path directory;

    @Test
    void refusesAMissingFile() {
        refuses(directory.resolve("none.onnx"), "there is no such file; expected an ONNX file; check the path");
    }

    @Test
    void refusesADirectory() {
        refuses(directory, "this is a directory; expected an ONNX file; name the file in it");
    }

    @Test
    void refusesAnEmptyFile() throws IOException {
        refuses(file(new byte[0]), "the file is empty; expected an ONNX model; export or download the file again");
    }

    @Test
    void refusesAPicture() throws IOException {
        byte[] jpeg = HexFormat.of().parseHex("ffd8ffe000104a46494600010100000100010000ffdb0043");
        refuses(file(jpeg), "this is a JPEG picture; expected an ONNX model; give a file that ends in .onnx");
    }

    @Test
    void refusesText() throws IOException {
        byte[] text = "name: \"AlexNet\"\nlayer {\n}\n".getBytes(StandardCharsets.UTF_8);
        refuses(file(text), "this is a text file; expected an ONNX model; give a file that ends in .onnx");
    }

    @Test
    void refusesAPyTorchCheckpoint() throws IOException {
        byte[] zip = HexFormat.of().parseHex("504b0304000008080000000000000000");
        refuses(
                file(zip),
                "this is a ZIP archive (a PyTorch checkpoint?); expected an ONNX model; give a file that ends in"
                        + " .onnx");
    }

    @Test
    void refusesAModelWithoutAGraph() throws IOException {
        byte[] bare = ModelProto.newBuilder().setIrVersion(8).build().toByteArray();
        // Two bytes, both of which are also control characters: no text.
        refuses(
                file(bare),
                "this is a file with no graph in it; expected an ONNX model; give a file that ends in .onnx");
    }

    @Test
    void refusesATruncatedFileWhereverItBreaksOff() throws IOException {
        byte[] whole = RELU.toByteArray();
        int header = 2;
        for (int length = header + 1; length < whole.length; length++) {
            Path path = file(Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> OnnxFile.read(path, ImportOptions.NONE))
                    .isInstanceOf(InputException.class)
                    .hasMessageStartingWith(path + ": ")
                    .hasMessageMatching("(?s).*(breaks off or is damaged|no graph in it).*");
        }
    }

    @Test
    void refusesATruncatedRealFile() throws IOException {
        byte[] whole = Files.readAllBytes(Shared.path("models/light_squeezenet.onnx"));
        refuses(
                file(Arrays.copyOf(whole, 8000)),
                "the model breaks off or is damaged within its 8,000 bytes; expected a whole ONNX model; export or"
                        + " download the file again");
    }

    @Test
    void refusesAFileBeyondTwoGibibytes() throws IOException {
        Path path = directory.resolve("large.onnx");
        try (RandomAccessFile sparse = new RandomAccessFile(path.toFile(), "rw")) {
            sparse.setLength(3L << 30);
        }
        refuses(
                path,
                "the file has 3,221,225,472 bytes; expected less than 2 GiB, protobuf's limit; export the weights as"
                        + " external data");
    }

    private Path file(byte[] bytes) throws IOException {
        return Files.write(directory.resolve("bad.onnx"), bytes);
    }

    private static void refuses(Path path, String message) {
        assertThatThrownBy(() -> OnnxFile.read(path, ImportOptions.NONE))
                .isInstanceOf(InputException.class)
                .hasMessage(path + ": " + message);
    }
}
