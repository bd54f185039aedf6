package dev.toeplitz.graph.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import ai.onnxruntime.TensorInfo;
import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.DataType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** ONNX Runtime on a graph as we export it: an opinion on what our operators mean that is not ours. */
public final class OnnxRuntime implements AutoCloseable {
    private final Graph graph;
    private final OrtSession session;

    /** Loads the exported graph; {@code level} says how much of it may be rewritten. */
    OnnxRuntime(Graph graph, OptLevel level) {
        this.graph = graph;
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setOptimizationLevel(level);
            options.setIntraOpNumThreads(1);
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
            session = OrtEnvironment.getEnvironment().createSession(bytes(graph), options);
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime refuses " + graph.name(), e);
        }
    }

    /** The outputs of one run; inputs must hold single-precision numbers. */
    public static Map<Value, Tensor> run(Graph graph, Map<Value, Tensor> inputs, OptLevel level) {
        try (OnnxRuntime runtime = new OnnxRuntime(graph, level)) {
            return runtime.run(inputs);
        }
    }

    static byte[] bytes(Graph graph) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ModelWriter.write(GraphExport.of(graph), bytes);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return bytes.toByteArray();
    }

    Map<Value, Tensor> run(Map<Value, Tensor> inputs) {
        Map<String, OnnxTensor> given = new HashMap<>();
        try {
            for (Value input : graph.inputs()) {
                given.put(input.name(), given(inputs.get(input)));
            }
            try (OrtSession.Result result = session.run(given)) {
                Map<Value, Tensor> outputs = new LinkedHashMap<>();
                for (int i = 0; i < graph.outputs().size(); i++) {
                    outputs.put(graph.outputs().get(i), taken((OnnxTensor) result.get(i)));
                }
                return outputs;
            }
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime fails on " + graph.name(), e);
        } finally {
            given.values().forEach(OnnxTensor::close);
        }
    }

    private static OnnxTensor given(Tensor tensor) throws OrtException {
        long[] shape = tensor.shape().extents().stream().mapToLong(i -> i).toArray();
        // The bytes of the runtime's own order, in a buffer that it reads in place.
        byte[] bytes = TensorBytes.of(tensor);
        ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length).order(ByteOrder.nativeOrder());
        direct.put(bytes).flip();
        return OnnxTensor.createTensor(
                OrtEnvironment.getEnvironment(),
                direct,
                shape,
                type(tensor.type().type()));
    }

    private static OnnxJavaType type(DataType type) {
        return switch (type) {
            case FLOAT32 -> OnnxJavaType.FLOAT;
            case FLOAT64 -> OnnxJavaType.DOUBLE;
            case FLOAT16, BFLOAT16, INT64, INT32, INT16, INT8, UINT8, BOOL -> OnnxJavaType.valueOf(type.name());
            case INT4, UINT64, UINT32, UINT16 -> throw new IllegalArgumentException(type + " in Java");
        };
    }

    private static DataType type(OnnxJavaType type) {
        return switch (type) {
            case FLOAT -> DataType.FLOAT32;
            case DOUBLE -> DataType.FLOAT64;
            case FLOAT16, BFLOAT16, INT64, INT32, INT16, INT8, UINT8, BOOL -> DataType.valueOf(type.name());
            case STRING, UNKNOWN -> throw new IllegalArgumentException(type.name());
        };
    }

    private static Tensor taken(OnnxTensor tensor) throws OrtException {
        TensorInfo info = tensor.getInfo();
        int[] extents = new int[info.getShape().length];
        for (int axis = 0; axis < extents.length; axis++) {
            extents[axis] = (int) info.getShape()[axis];
        }
        ByteBuffer bytes = tensor.getByteBuffer().order(ByteOrder.nativeOrder());
        return OnnxTensors.fromBytes(new TensorType(type(info.type), Shape.of(extents)), bytes);
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }
}
