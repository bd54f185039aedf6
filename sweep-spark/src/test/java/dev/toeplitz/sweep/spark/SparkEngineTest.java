package dev.toeplitz.sweep.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toeplitz.graph.zoo.Networks;
import dev.toeplitz.hw.yaml.EnergyTables;
import dev.toeplitz.sweep.engine.Engine;
import dev.toeplitz.sweep.engine.EngineProvider.Sources;
import dev.toeplitz.sweep.engine.Findings;
import dev.toeplitz.sweep.engine.LocalEngine;
import dev.toeplitz.sweep.engine.Progress;
import dev.toeplitz.sweep.engine.SimulatedNetwork;
import dev.toeplitz.sweep.engine.Study;
import dev.toeplitz.sweep.engine.Sweep;
import dev.toeplitz.sweep.space.SpaceFile;
import dev.toeplitz.sweep.store.Query;
import dev.toeplitz.sweep.store.Store;
import dev.toeplitz.sweep.strategy.Grid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A master, two workers and their executors, as processes of this machine; each worker has one core. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SparkEngineTest {
    /** 3 · 3 · 2 · 3 · 2 = 108 designs, of which some are over the budget of DSP blocks. */
    private static final String SPACE = """
        base: zu9eg-32x32
        fpga: zu9eg
        parameters:
          pe_array.rows: [8, 32, 128]
          pe_array.cols: [8, 64, 128]
          pe_array.dataflow: [ws, os]
          buffers.input.bytes: [64 KiB, 256 KiB, 1 MiB]
          clock_mhz: [200, 300]
        derived:
          vector_unit.lanes: pe_array.cols
        constraints: [dsp <= device.dsp]
        objectives: [latency, energy, pes]
        """;

    private static final Map<String, String> SETTINGS = Map.of(
            "spark.driver.host", "127.0.0.1",
            "spark.driver.bindAddress", "127.0.0.1",
            "spark.executor.memory", "512m",
            "spark.executor.extraJavaOptions", "-XX:+UseSerialGC -XX:TieredStopAtLevel=1",
            "spark.executor.extraClassPath", Cluster.sentByPath());

    @TempDir
    private static Path directory;

    private static Cluster cluster;
    private static SparkEngine spark;
    private static Path local;
    private static Study study;

    @BeforeAll
    static void start() throws IOException {
        SETTINGS.forEach(System::setProperty);
        System.setProperty("spark.local.dir", directory.resolve("spark").toString());
        Path space = Files.writeString(directory.resolve("space.yaml"), SPACE);
        study = new Study(
                SpaceFile.read(space),
                List.of(new SimulatedNetwork(
                        "lenet5", Networks.named("lenet5").build(), EnergyTables.load(EnergyTables.DEFAULT))),
                List.of(1.0),
                true);
        Sources sources = new Sources(space, Map.of("lenet5", Optional.empty()), EnergyTables.DEFAULT);
        cluster = new Cluster(directory.resolve("cluster"), 2);
        local = directory.resolve("local.duckdb");
        try (Engine threads = new LocalEngine(study, 2)) {
            run(threads, local, progress -> {});
        }
        spark = new SparkEngine(StudyText.of(study, sources), new Master(cluster.url()));
        spark.awaitExecutors(2);
    }

    @AfterAll
    static void end() {
        SETTINGS.keySet().forEach(System::clearProperty);
        System.clearProperty("spark.local.dir");
        if (spark != null) {
            spark.close();
        }
        if (cluster != null) {
            cluster.close();
        }
    }

    private static Findings run(Engine engine, Path file, Progress.Listener listener) {
        try (Store store = Store.open(file, study)) {
            return new Sweep(study, engine, store, listener).run(new Grid());
        }
    }

    private static void assertSameContent(Path file, Path expected) {
        for (String table : List.of("result", "refused", "layer", "about")) {
            String all = "SELECT * FROM %s ORDER BY ALL".formatted(table);
            assertThat(Query.of(file, all).rows()).as(table).isNotEmpty();
            assertThat(Query.of(file, all)).as(table).isEqualTo(Query.of(expected, all));
        }
    }

    @Test
    @Order(1)
    void aMasterAndTwoWorkersGiveTheStoreOfTheLocalEngine() {
        Path file = directory.resolve("spark.duckdb");
        Findings findings = run(spark, file, progress -> {});
        assertThat(findings.evaluated() + findings.refusals())
                .isEqualTo(study.space().size());
        assertThat(findings.evaluated()).isPositive();
        assertThat(findings.refusals()).isPositive();
        assertSameContent(file, local);
    }

    @Test
    @Order(2)
    void aWorkerThatIsKilledInTheMiddleLosesNothing() throws Exception {
        assertThat(spark.executors()).isEqualTo(2);
        Path file = directory.resolve("killed.duckdb");
        AtomicReference<CompletableFuture<Void>> killing = new AtomicReference<>();
        // Beside the sweep, whose next designs are on their way to both workers by then.
        Findings findings = run(spark, file, progress -> {
            if (killing.get() == null && progress.done() < progress.most() / 2) {
                killing.set(CompletableFuture.runAsync(() -> cluster.kill(1)));
            }
        });
        killing.get().get(60, TimeUnit.SECONDS);
        assertThat(findings.complete()).isTrue();
        assertThat(findings.known()).isZero();
        assertSameContent(file, local);
        assertThat(spark.run(new long[] {0})).isEqualTo(List.of(study.outcome(0)));
        assertThat(spark.executors()).isEqualTo(1);
    }
}
