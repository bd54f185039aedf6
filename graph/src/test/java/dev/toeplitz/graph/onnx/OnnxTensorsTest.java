package dev.toeplitz.graph.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.terms.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OnnxTensorsTest {
    @TempDir
    private Path root;

    private Path directory;
    private OnnxTensors tensors;

    @BeforeEach
    void open() throws IOException {
        directory = Files.createDirectory(root.resolve("model"));
        tensors = new OnnxTensors(directory);
    }

    @ParameterizedTest
    @CsvSource({
        "FLOAT, 0000c03f 000080bf, 1.5, -1",
        "DOUBLE, 000000000000f83f 000000000000f0bf, 1.5, -1",
        "FLOAT16, 003e 00bc, 1.5, -1",
        "BFLOAT16, c03f 80bf, 1.5, -1",
        "INT64, 0200000000000000 ffffffffffffffff, 2, -1",
        "UINT64, 0200000000000000 ffffffffffffffff, 2, 18446744073709551615",
        "INT32, 02000000 ffffffff, 2, -1",
        "UINT32, 02000000 ffffffff, 2, 4294967295",
        "INT16, 0200 ffff, 2, -1",
        "UINT16, 0200 ffff, 2, 65535",
        "INT8, 02 ff, 2, -1",
        "UINT8, 02 ff, 2, 255",
        "BOOL, 00 01, 0, 1",
        "INT4, f2, 2, -1"
    })
    void readsLittleEndianBytes(TensorProto.DataType type, String hex, double first, double second) {
        ByteString raw = ByteString.copyFrom(HexFormat.of().parseHex(hex.replace(" ", "")));
        assertThat(tensors.read(pair(type).setRawData(raw).build()).toDoubles()).containsExactly(first, second);
    }

    @ParameterizedTest
    @CsvSource({
        "FLOAT16, 15872, 48128, 1.5, -1",
        "BFLOAT16, 16320, 49024, 1.5, -1",
        "INT32, 2, -1, 2, -1",
        "INT16, 2, -1, 2, -1",
        "INT8, 2, -1, 2, -1",
        "UINT16, 2, 65535, 2, 65535",
        "UINT8, 2, 255, 2, 255",
        "BOOL, 0, 1, 0, 1"
    })
    void readsNumbersThatStandAsInt32(TensorProto.DataType type, int a, int b, double first, double second) {
        TensorProto proto = pair(type).addInt32Data(a).addInt32Data(b).build();
        assertThat(tensors.read(proto).toDoubles()).containsExactly(first, second);
    }

    @Test
    void readsNumbersOfTheOtherLists() {
        assertThat(tensors.read(pair(TensorProto.DataType.FLOAT)
                        .addFloatData(1)
                        .addFloatData(2)
                        .build()))
                .isInstanceOf(Tensor.Floats.class);
        assertThat(tensors.read(pair(TensorProto.DataType.DOUBLE)
                                .addDoubleData(1)
                                .addDoubleData(2)
                                .build())
                        .at(1))
                .isEqualTo(2);
        assertThat(tensors.read(pair(TensorProto.DataType.UINT32)
                                .addUint64Data(1)
                                .addUint64Data(2)
                                .build())
                        .at(1))
                .isEqualTo(2);
        assertThat(tensors.read(pair(TensorProto.DataType.INT4)
                                .addInt32Data(0xF2)
                                .build())
                        .toDoubles())
                .containsExactly(2, -1);
    }

    @Test
    void refusesAnotherCountThanTheShapes() {
        assertThatThrownBy(() -> tensors.read(pair(TensorProto.DataType.FLOAT)
                        .setName("w")
                        .addFloatData(1)
                        .build()))
                .hasMessage("tensor 'w': 1 values; expected 2; the file is damaged; export it again");
    }

    @Test
    void refusesStringsAndSizesBeyondAnArray() {
        assertThatThrownBy(() -> tensors.read(pair(TensorProto.DataType.STRING).build()))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("element type STRING; expected a float of 16 to 64 bits");
        assertThatThrownBy(() -> tensors.read(
                        pair(TensorProto.DataType.FLOAT).addDims(1L << 40).build()))
                .isInstanceOf(InputException.class);
        assertThatThrownBy(() -> tensors.read(
                        pair(TensorProto.DataType.FLOAT).addDims(-1).build()))
                .isInstanceOf(InputException.class);
    }

    @Test
    void readsExternalDataFromItsOffset() throws IOException {
        Files.write(directory.resolve("weights.bin"), HexFormat.of().parseHex("ffffffff0000c03f000080bf"));
        assertThat(tensors.read(external("weights.bin", "4")).toDoubles()).containsExactly(1.5, -1);
    }

    @Test
    void refusesExternalDataOutsideTheModelsDirectory() throws IOException {
        Files.write(root.resolve("secret.bin"), new byte[8]);
        Files.createSymbolicLink(directory.resolve("link.bin"), root.resolve("secret.bin"));
        for (String location :
                List.of("../secret.bin", root.resolve("secret.bin").toString(), "link.bin", "", "\0")) {
            assertThatThrownBy(() -> tensors.read(external(location, "0")))
                    .as(location)
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("expected a file in the model's directory");
        }
    }

    @Test
    void refusesExternalDataThatIsMissingOrTooShort() throws IOException {
        assertThatThrownBy(() -> tensors.read(external("none.bin", "0")))
                .hasMessage("external data 'none.bin' cannot be read (NoSuchFileException); expected a file beside the"
                        + " model; keep both files together");
        Files.write(directory.resolve("short.bin"), new byte[7]);
        assertThatThrownBy(() -> tensors.read(external("short.bin", "0")))
                .hasMessage("external data at 0 to 8 of a file of 7 bytes; expected a range inside the file;"
                        + " the file is truncated or not the model's");
        assertThatThrownBy(() -> tensors.read(external("short.bin", "-4"))).isInstanceOf(InputException.class);
        assertThatThrownBy(() -> tensors.read(external("short.bin", "four")))
                .hasMessageStartingWith("external data has offset 'four'");
    }

    private static TensorProto.Builder pair(TensorProto.DataType type) {
        return TensorProto.newBuilder().setDataType(type.getNumber()).addDims(2);
    }

    private static TensorProto external(String location, String offset) {
        return pair(TensorProto.DataType.FLOAT)
                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(entry("location", location))
                .addExternalData(entry("offset", offset))
                .build();
    }

    private static StringStringEntryProto entry(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }
}
