package dev.toeplitz.graph.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.terms.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A tensor in a file of its own: a serialized {@code TensorProto}, as ONNX's tests keep inputs and outputs. */
public final class OnnxTensorFile {
    private OnnxTensorFile() {}

    public static Tensor read(Path file) {
        try {
            return new OnnxTensors(file.toAbsolutePath().getParent())
                    .read(TensorProto.parseFrom(Files.readAllBytes(file)));
        } catch (InvalidProtocolBufferException e) {
            throw new InputException(
                    "no ONNX tensor: " + e.getMessage(), "a serialized TensorProto", "write it with onnx.save_tensor");
        } catch (IOException e) {
            throw new InputException("cannot be read: " + e, "a serialized TensorProto", "check the path");
        }
    }
}
