package dev.toeplitz.graph.onnx;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** What a file that is no ONNX model seems to be, by its first bytes: users give the wrong one of several. */
enum FileKind {
    JPEG("a JPEG picture", "ffd8ff"),
    PNG("a PNG picture", "89504e47"),
    HDF5("an HDF5 file (Keras?)", "89484446"),
    ZIP("a ZIP archive (a PyTorch checkpoint?)", "504b0304"),
    GZIP("a gzip archive", "1f8b"),
    PICKLE("a Python pickle (an old PyTorch checkpoint?)", "8002"),
    TEXT("a text file", "-"),
    /** A model's first field is its version, a small varint. */
    ONNX("a file with no graph in it", "08"),
    UNKNOWN("no ONNX model", "");

    private static final int SAMPLE = 256;

    private final String text;
    private final String magic;

    FileKind(String text, String magic) {
        this.text = text;
        this.magic = magic;
    }

    String text() {
        return text;
    }

    static FileKind of(byte[] bytes) {
        if (isText(bytes)) {
            return TEXT;
        }
        String head = HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, 4));
        for (FileKind kind : values()) {
            if (head.startsWith(kind.magic)) {
                return kind;
            }
        }
        return UNKNOWN;
    }

    private static boolean isText(byte[] bytes) {
        int length = Math.min(bytes.length, SAMPLE);
        try {
            String head = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString();
            return head.chars().noneMatch(c -> c < ' ' && !Character.isWhitespace(c));
        } catch (CharacterCodingException _) {
            return false;
        }
    }
}
