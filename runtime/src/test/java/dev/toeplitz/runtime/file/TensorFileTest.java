package dev.toeplitz.runtime.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.InputException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TensorFileTest {
    @TempDir
    Path folder;

    private Path file(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    private static byte[] npy(String type, String shape, byte[] data) {
        String header = "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }\n".formatted(type, shape);
        ByteBuffer out = ByteBuffer.allocate(10 + header.length() + data.length).order(ByteOrder.LITTLE_ENDIAN);
        out.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}).putShort((short) header.length());
        return out.put(header.getBytes(StandardCharsets.US_ASCII)).put(data).array();
    }

    @Test
    void anArrayThatWasWrittenIsReadAgain() throws IOException {
        float[] values = {1.5f, -2, Float.MIN_VALUE, 4e30f, 0, 6};
        Path file = file("x.npy", NumpyFile.npy(Shape.of(2, 3), values));
        Tensor read = TensorFile.read(file, TensorType.float32(1, 2, 3), Preparation.RAW);
        assertThat(read.shape()).isEqualTo(Shape.of(1, 2, 3));
        for (int i = 0; i < values.length; i++) {
            assertThat((float) read.at(i)).isEqualTo(values[i]);
        }
        assertThat(Files.size(file) % 64).as("64-byte header, 24 bytes of data").isEqualTo(24);
    }

    @Test
    void severalArraysAreReadByName() throws IOException {
        byte[] zip = NumpyFile.npz(Map.of("a", NumpyFile.npy(Shape.of(1), new float[] {3})));
        assertThat(NumpyFile.readAll(file("x.npz", zip)).get("a").at(0)).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({
        "<f8, 000000000000F83F, 1.5",
        ">f8, 3FF8000000000000, 1.5",
        "<f2, 003E, 1.5",
        "|i1, FE, -2",
        "|u1, FE, 254",
        "|b1, 01, 1",
        "<i2, FEFF, -2",
        "<u2, FEFF, 65534",
        "<i4, FEFFFFFF, -2",
        ">i4, FFFFFFFE, -2",
        "<u4, FEFFFFFF, 4294967294",
        "<i8, FEFFFFFFFFFFFFFF, -2"
    })
    void everyTypeOfNumbersIsRead(String type, String hex, double expected) throws IOException {
        byte[] data = java.util.HexFormat.of().parseHex(hex);
        assertThat(NumpyFile.read(file("x.npy", npy(type, "1,", data))).at(0)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "<c8, '2,', an element type, elements of type 'c8'",
        "<f4, '3,', too few bytes, cut short",
    })
    void whatCannotBeReadIsRefused(String type, String shape, String why, String message) throws IOException {
        Path file = file("x.npy", npy(type, shape, new byte[8]));
        assertThatThrownBy(() -> TensorFile.read(file, TensorType.float32(2), Preparation.RAW))
                .as(why)
                .isInstanceOf(InputException.class)
                .hasMessageContaining(message)
                .hasMessageContaining("x.npy");
    }

    @Test
    void anotherShapeIsRefusedWithBoth() throws IOException {
        Path file = file("x.npy", NumpyFile.npy(Shape.of(2, 3), new float[6]));
        assertThatThrownBy(() -> TensorFile.read(file, TensorType.float32(1, 3, 2), Preparation.RAW))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("a tensor of shape 2x3; expected shape 1x3x2");
    }

    @Test
    void aFileOfAnUnknownKindIsRefused() {
        assertThatThrownBy(() -> TensorFile.read(Path.of("x.tiff"), TensorType.float32(1), Preparation.RAW))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("x.tiff: a file that ends in 'tiff'; expected .npy, .npz, .pb");
    }

    private Path picture(String name, int width, int height) throws IOException {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                picture.setRGB(x, y, 0x0A141E);
            }
        }
        Path file = folder.resolve(name);
        ImageIO.write(picture, "png", file.toFile());
        return file;
    }

    @ParameterizedTest
    @CsvSource({
        "RAW, 10, 20, 30",
        "UNIT, 0.039215688, 0.078431375, 0.11764706",
        "IMAGENET, -1.9466565, -1.6856443, -1.2816119",
        "CAFFE, -74, -97, -113"
    })
    void aPictureIsPreparedAsStated(Preparation preparation, float first, float second, float third)
            throws IOException {
        Tensor read = TensorFile.read(picture("x.png", 9, 7), TensorType.float32(1, 3, 4, 4), preparation);
        assertThat((float) read.at(0)).isCloseTo(first, org.assertj.core.data.Offset.offset(1e-4f));
        assertThat((float) read.at(16)).isCloseTo(second, org.assertj.core.data.Offset.offset(1e-4f));
        assertThat((float) read.at(47)).isCloseTo(third, org.assertj.core.data.Offset.offset(1e-4f));
    }

    @Test
    void aPictureForAnInputThatIsNoneIsRefused() throws IOException {
        Path file = picture("x.png", 3, 3);
        assertThatThrownBy(() -> TensorFile.read(file, TensorType.float32(1, 9), Preparation.RAW))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("a picture for an input of shape 1x9");
    }

    @Test
    void aMissingPictureIsSaidToBeMissing() {
        assertThatThrownBy(() -> TensorFile.read(Path.of("none.png"), TensorType.float32(1, 1, 2, 2), Preparation.RAW))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("none.png: no such file");
    }
}
