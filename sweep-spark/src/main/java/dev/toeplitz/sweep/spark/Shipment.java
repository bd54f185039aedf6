package dev.toeplitz.sweep.spark;

import ai.onnx.proto.OnnxMl;
import com.ezylang.evalex.Expression;
import com.google.protobuf.Message;
import de.siegmar.fastcsv.reader.CsvReader;
import dev.toeplitz.graph.Graph;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.sim.Simulator;
import dev.toeplitz.sweep.engine.Study;
import dev.toeplitz.terms.InputException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.math3.util.FastMath;
import org.apache.commons.text.similarity.LevenshteinDistance;
import org.apache.spark.SparkConf;
import org.snakeyaml.engine.v2.api.Load;

/** The jars that executors need beside Spark's own: a few megabytes, and none of what only the driver uses. */
final class Shipment {
    private static final String JARS = "spark.jars";

    /** A class of each. */
    private static final List<Class<?>> NEEDED = List.of(
            InputException.class,
            Graph.class,
            Accelerator.class,
            Simulator.class,
            Study.class,
            SparkEngine.class,
            Expression.class,
            Load.class,
            OnnxMl.class,
            Message.class,
            CsvReader.class,
            FastMath.class,
            LevenshteinDistance.class);

    private Shipment() {}

    /** Where those classes come from: jars, or directories in a build that made no jars yet. */
    static Set<Path> places() {
        Set<Path> places = new LinkedHashSet<>();
        for (Class<?> each : NEEDED) {
            try {
                places.add(Path.of(
                        each.getProtectionDomain().getCodeSource().getLocation().toURI()));
            } catch (URISyntaxException e) {
                throw new IllegalStateException(e);
            }
        }
        return places;
    }

    /** Adds what {@code spark-submit} has not been told to send; directories are no jars, which Spark does not send. */
    static void add(SparkConf conf) {
        Stream<String> told = Arrays.stream(conf.get(JARS, "").split(",")).filter(each -> !each.isBlank());
        Stream<String> ours = places().stream().map(Path::toString).filter(each -> each.endsWith(".jar"));
        conf.set(JARS, String.join(",", Stream.concat(told, ours).distinct().toList()));
    }
}
