package dev.toeplitz.runtime.file;

import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.DataType;
import dev.toeplitz.terms.InputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * NumPy's own files: {@code .npy}, one array, and {@code .npz}, several by name in a zip. Source: NumPy's format specification
 * (numpy.lib.format), versions 1 to 3. Of its types those that are numbers are read; single precision is written.
 */
public final class NumpyFile {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final Pattern DESCRIPTION = Pattern.compile("'descr'\\s*:\\s*'([<>|=]?)([a-z])(\\d+)'");
    private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([^)]*)\\)");

    private NumpyFile() {}

    /** The array of a {@code .npy} file, as doubles. */
    public static Tensor read(Path file) {
        try {
            return array(Files.readAllBytes(file));
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** The arrays of a {@code .npz} file by name. */
    public static Map<String, Tensor> readAll(Path file) {
        Map<String, Tensor> arrays = new LinkedHashMap<>();
        try (InputStream in = Files.newInputStream(file);
                ZipInputStream zip = new ZipInputStream(in)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                arrays.put(entry.getName().replaceFirst("\\.npy$", ""), array(zip.readAllBytes()));
            }
        } catch (IOException e) {
            throw unreadable(e);
        }
        if (arrays.isEmpty()) {
            throw new InputException("no array in it", "a zip of .npy files", "write it with numpy.savez");
        }
        return arrays;
    }

    private static InputException unreadable(IOException e) {
        return new InputException("cannot be read: " + e, "a file of numpy.save or numpy.savez", "check the path");
    }

    private static Tensor array(byte[] bytes) {
        if (bytes.length < 12 || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new InputException(
                    "no NumPy array", "a file that begins with \\x93NUMPY", "write it with numpy.save");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        boolean isShort = bytes[MAGIC.length] == 1;
        in.position(MAGIC.length + 2);
        int length = isShort ? in.getShort() & 0xFFFF : in.getInt();
        if (length < 0 || length > in.remaining()) {
            throw cut(in.remaining());
        }
        byte[] header = new byte[length];
        in.get(header);
        return values(new String(header, StandardCharsets.UTF_8), in);
    }

    private static InputException cut(int remaining) {
        return new InputException(
                "a header or array cut short after %d bytes".formatted(remaining), "all of it", "copy the file again");
    }

    private static Tensor values(String header, ByteBuffer in) {
        Matcher description = matched(DESCRIPTION, header);
        Shape shape = shape(matched(SHAPE, header).group(1));
        if (matched(ORDER, header).group(1).equals("True") && shape.rank() > 1) {
            throw new InputException("an array in Fortran's order", "C's order", "write numpy.ascontiguousarray of it");
        }
        in.order(description.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        int size = Integer.parseInt(description.group(3));
        Reader reader = reader(description.group(2) + size);
        int count = Math.toIntExact(shape.elements());
        if ((long) count * size > in.remaining()) {
            throw cut(in.remaining());
        }
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = reader.next(in);
        }
        return Tensor.of(new TensorType(DataType.FLOAT64, shape), values);
    }

    private static Matcher matched(Pattern pattern, String header) {
        Matcher matcher = pattern.matcher(header);
        if (!matcher.find()) {
            throw new InputException(
                    "a header of '%s'".formatted(header.strip()),
                    "descr of one plain type, fortran_order and shape",
                    "structured arrays are not read");
        }
        return matcher;
    }

    private static Shape shape(String text) {
        return new Shape(Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(extent -> !extent.isEmpty())
                .map(Integer::valueOf)
                .toList());
    }

    private interface Reader {
        double next(ByteBuffer in);
    }

    private static Reader reader(String type) {
        return switch (type) {
            case "f4" -> ByteBuffer::getFloat;
            case "f8" -> ByteBuffer::getDouble;
            case "f2" -> in -> Float.float16ToFloat(in.getShort());
            case "i1" -> ByteBuffer::get;
            case "u1", "b1" -> in -> in.get() & 0xFF;
            case "i2" -> ByteBuffer::getShort;
            case "u2" -> in -> in.getShort() & 0xFFFF;
            case "i4" -> ByteBuffer::getInt;
            case "u4" -> in -> in.getInt() & 0xFFFFFFFFL;
            case "i8" -> ByteBuffer::getLong;
            default ->
                throw new InputException(
                        "elements of type '%s'".formatted(type),
                        "f2, f4, f8, i1 to i8, u1 to u4 or b1",
                        "convert the array with astype('float32')");
        };
    }

    /** One array of single-precision numbers, row-major, as a {@code .npy} file has it. */
    public static byte[] npy(Shape shape, float[] values) {
        String extents = shape.extents().stream().map(extent -> extent + ",").collect(Collectors.joining(" "));
        String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (%s), }".formatted(extents);
        // The data begins at a multiple of 64; the header ends in a line feed.
        int padded = Math.ceilDiv(MAGIC.length + 4 + header.length() + 1, 64) * 64 - MAGIC.length - 4;
        ByteBuffer out = ByteBuffer.allocate(MAGIC.length + 4 + padded + Float.BYTES * values.length)
                .order(ByteOrder.LITTLE_ENDIAN);
        out.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) padded);
        out.put((header + " ".repeat(padded - 1 - header.length()) + "\n").getBytes(StandardCharsets.US_ASCII));
        for (float value : values) {
            out.putFloat(value);
        }
        return out.array();
    }

    /** Several files of arrays as one {@code .npz}. */
    public static byte[] npz(Map<String, byte[]> arrays) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> array : arrays.entrySet()) {
                zip.putNextEntry(new ZipEntry(array.getKey() + ".npy"));
                zip.write(array.getValue());
            }
        } catch (IOException e) {
            throw new IllegalStateException("nothing is written but memory", e);
        }
        return bytes.toByteArray();
    }
}
