package dev.toeplitz.graph.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import dev.toeplitz.terms.Require;
import java.util.List;
import java.util.Map;

/** Versions of ONNX's operator set. */
final class Opsets {
    /** The newest that the table of operators was checked against (ONNX 1.23). */
    static final int NEWEST = 28;

    /** Since this version of the file format a model must say which operators it uses. */
    private static final int SAYS_OPSET = 3;

    /** The oldest that has nearly everything that is exported, so that the file is read by as many as can be. */
    private static final int EXPORTED = 21;

    /** What came later. */
    private static final Map<String, Integer> LATER = Map.of("RMSNormalization", 23, "Swish", 24);

    private Opsets() {}

    /** The oldest version that has all these operators as they are exported. */
    static int needed(List<NodeProto> nodes) {
        return nodes.stream()
                .mapToInt(node -> LATER.getOrDefault(node.getOpType(), EXPORTED))
                .max()
                .orElse(EXPORTED);
    }

    /** The version of the file format that came with an opset from 21 on. */
    static int irVersion(int opset) {
        return opset < 23 ? 10 : opset == 23 ? 11 : 12;
    }

    /** The version of the default domain that a model uses; the first files did not say. */
    static int of(ModelProto model) {
        for (OperatorSetIdProto used : model.getOpsetImportList()) {
            if (isDefault(used.getDomain())) {
                Require.that(
                        used.getVersion() >= 1 && used.getVersion() <= NEWEST,
                        "opset %d".formatted(used.getVersion()),
                        "1 to %d".formatted(NEWEST),
                        "convert the model with onnx.version_converter");
                return (int) used.getVersion();
            }
        }
        Require.that(
                model.getIrVersion() < SAYS_OPSET || model.getOpsetImportCount() > 0,
                "the model breaks off or is damaged: it names no opset",
                "a whole ONNX model",
                "export or download the file again");
        return 1;
    }

    static boolean isDefault(String domain) {
        return domain.isEmpty() || domain.equals("ai.onnx");
    }
}
