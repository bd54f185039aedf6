package dev.toeplitz.sweep.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.toeplitz.sweep.Spaces;
import dev.toeplitz.sweep.engine.Findings;
import dev.toeplitz.sweep.engine.Ledger;
import dev.toeplitz.sweep.engine.LocalEngine;
import dev.toeplitz.sweep.engine.Study;
import dev.toeplitz.sweep.engine.Sweep;
import dev.toeplitz.sweep.strategy.Grid;
import dev.toeplitz.sweep.strategy.RandomSample;
import dev.toeplitz.sweep.strategy.Strategy;
import dev.toeplitz.terms.InputException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import org.duckdb.DuckDBConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreTest {
    private static final Study STUDY = Spaces.study(Spaces.SMALL, "lenet5", "alexnet");
    private static final String ALL = "SELECT * FROM result ORDER BY design, network";
    private static final String REFUSED = "SELECT * FROM refused ORDER BY design";

    @TempDir
    private Path directory;

    private static Findings run(Study study, Ledger ledger, Strategy strategy) {
        try (LocalEngine engine = new LocalEngine(study, 2)) {
            return new Sweep(study, engine, ledger, progress -> {}).run(strategy);
        }
    }

    @Test
    void aRowForEachDesignAndNetworkAndTheSameFrontWhenItIsReadAgain() {
        Path file = directory.resolve("a.duckdb");
        Findings first;
        Findings again;
        try (Store store = Store.open(file, STUDY)) {
            first = run(STUDY, store, new Grid());
        }
        try (Store store = Store.open(file, STUDY)) {
            again = run(STUDY, store, new Grid());
        }
        assertThat(again.known()).isEqualTo(120);
        assertThat(again.front()).isEqualTo(first.front());
        assertThat(again.refused()).isEqualTo(first.refused());
        assertThat(Query.of(file, ALL).rows()).hasSize(Math.toIntExact(2 * first.evaluated()));
        assertThat(Query.of(file, REFUSED).rows()).hasSize(Math.toIntExact(first.refusals()));
        assertThat(Query.of(file, "SELECT DISTINCT pe_array_dataflow FROM result ORDER BY 1")
                        .rows())
                .containsExactly(List.of("os"), List.of("ws"));
    }

    @Test
    void anotherStrategyGoesOnFromWhatIsThere() {
        Path file = directory.resolve("mixed.duckdb");
        try (Store store = Store.open(file, STUDY)) {
            run(STUDY, store, new RandomSample(50, 3));
        }
        try (Store store = Store.open(file, STUDY)) {
            Findings rest = run(STUDY, store, new Grid());
            assertThat(rest.known()).isEqualTo(50);
            assertThat(rest.front())
                    .isEqualTo(run(STUDY, Ledger.NONE, new Grid()).front());
        }
        assertThat(Query.of(file, "SELECT design, network FROM result GROUP BY ALL HAVING count(*) > 1")
                        .rows())
                .isEmpty();
    }

    @Test
    void aSweepThatIsKilledAgainAndAgainEndsWithTheStoreOfOneThatWasNot() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Path killed = directory.resolve("killed.duckdb");
        int inTheMiddle = 0;
        for (int i = 0; i < 10; i++) {
            inTheMiddle += killOne(killed, random.nextInt(3), random.nextInt(200)) ? 1 : 0;
        }
        long known = KilledSweep.run(killed, 0);
        Path whole = directory.resolve("whole.duckdb");
        KilledSweep.run(whole, 0);
        assertThat(inTheMiddle).as("seed %d", seed).isEqualTo(10);
        assertThat(known).as("seed %d", seed).isPositive();
        assertThat(Query.of(killed, ALL)).as("seed %d", seed).isEqualTo(Query.of(whole, ALL));
        assertThat(Query.of(killed, REFUSED)).as("seed %d", seed).isEqualTo(Query.of(whole, REFUSED));
    }

    /** Kills a sweep some milliseconds after so many slices; gives whether it was still running. */
    private static boolean killOne(Path file, int slices, int milliseconds) throws IOException, InterruptedException {
        Process child =
                sweep(file, 100).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try (BufferedReader lines = child.inputReader()) {
            for (int i = 0; i < slices; i++) {
                String line = lines.readLine();
                if (line == null || line.equals("complete")) {
                    break;
                }
            }
            Thread.sleep(milliseconds);
            boolean running = child.isAlive();
            child.destroyForcibly().waitFor();
            return running;
        }
    }

    /** A sweep in a process of its own. */
    private static ProcessBuilder sweep(Path file, int milliseconds) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(
                java,
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                KilledSweep.class.getName(),
                file.toString(),
                String.valueOf(milliseconds));
    }

    /** A limit on the size of files, set while a sweep runs, stands for a full disk: what is written beyond it fails alike. */
    @Test
    void aFullDiskIsSaidAndNothingThatWasKeptIsLost() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/prlimit")), "prlimit of util-linux");
        Path file = directory.resolve("full.duckdb");
        Process child = sweep(file, 100).redirectErrorStream(true).start();
        String said;
        try (BufferedReader lines = child.inputReader()) {
            lines.readLine();
            lines.readLine();
            // What is added goes to DuckDB's log until the store is closed.
            long room = Files.size(Path.of(file + ".wal")) + 100;
            Process limit = new ProcessBuilder(
                            "/usr/bin/prlimit", "--pid", String.valueOf(child.pid()), "--fsize=" + room)
                    .start();
            assertThat(limit.waitFor()).isZero();
            said = lines.readAllAsString();
        }
        assertThat(child.waitFor()).as(said).isEqualTo(3);
        assertThat(said).contains("the store cannot be written or read").contains("make room and start again to go on");
        long known = KilledSweep.run(file, 0);
        Path whole = directory.resolve("roomy.duckdb");
        KilledSweep.run(whole, 0);
        assertThat(known).isPositive().isLessThan(120);
        assertThat(Query.of(file, ALL)).isEqualTo(Query.of(whole, ALL));
        assertThat(Query.of(file, REFUSED)).isEqualTo(Query.of(whole, REFUSED));
    }

    @Test
    void twoSweepsIntoOneStoreAreRefused() throws Exception {
        Path file = directory.resolve("busy.duckdb");
        try (Store store = Store.open(file, STUDY)) {
            assertThatThrownBy(() -> Store.open(file, STUDY))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("another sweep is writing to this store");
            Process other = sweep(file, 20).redirectErrorStream(true).start();
            String said = new String(other.getInputStream().readAllBytes());
            assertThat(other.waitFor()).isNotZero();
            assertThat(said).contains("another sweep is writing to this store");
            assertThat(run(STUDY, store, new Grid()).complete()).isTrue();
        }
    }

    @Test
    void aNewerVersionsStoreIsRefused() throws SQLException {
        Path file = directory.resolve("newer.duckdb");
        Store.open(file, STUDY).close();
        try (DuckDBConnection connection = Connections.open(file, false);
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE about SET value = '99' WHERE key = 'format'");
        }
        assertThatThrownBy(() -> Store.open(file, STUDY))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("format 99, of a newer version");
    }

    @Test
    void anotherStudysStoreAndOtherFilesAreRefused() throws IOException {
        Path file = directory.resolve("other.duckdb");
        Store.open(file, STUDY).close();
        Study other = Spaces.study(Spaces.SMALL, "lenet5");
        assertThatThrownBy(() -> Store.open(file, other)).hasMessageContaining("another study's");
        Path text = Files.writeString(directory.resolve("text.duckdb"), "no database at all");
        assertThatThrownBy(() -> Store.open(text, STUDY))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("cannot be opened");
        assertThatThrownBy(() -> Query.of(directory.resolve("absent.duckdb"), "SELECT 1"))
                .hasMessageContaining("there is no such store");
        assertThatThrownBy(() -> Query.of(file, "SELECT nonsense FROM result"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("the query is refused");
        assertThatThrownBy(() -> Query.of(file, "DELETE FROM result")).isInstanceOf(InputException.class);
    }

    @Test
    void aRowForEachLayerOnRequestOfWhichANetworksFiguresAreTheSum() {
        Path file = directory.resolve("layers.duckdb");
        Study study = new Study(STUDY.space(), STUDY.networks(), STUDY.weights(), true);
        try (Store store = Store.open(file, study)) {
            run(study, store, new Grid());
        }
        assertThat(Query.of(file, """
            SELECT r.design, r.network FROM result r JOIN (
              SELECT design, network, sum(cycles) c, sum(dram_bytes) b, sum(picojoules) p FROM layer GROUP BY ALL) l
            USING (design, network)
            WHERE r.cycles <> c OR r.dram_bytes <> b OR abs(r.picojoules - p) > 1e-9 * p\
            """).rows()).isEmpty();
        assertThat(Query.of(
                                file,
                                "SELECT (SELECT count(*) FROM (SELECT DISTINCT design, network FROM layer)) = "
                                        + "(SELECT count(*) FROM result)")
                        .rows())
                .containsExactly(List.of("true"));
        Path without = directory.resolve("without.duckdb");
        Store.open(without, STUDY).close();
        assertThatThrownBy(() -> Store.open(without, study)).hasMessageContaining("begun without rows for layers");
    }

    @Test
    void exportsHaveEveryRow() throws IOException {
        Path file = directory.resolve("out.duckdb");
        Findings findings;
        try (Store store = Store.open(file, STUDY)) {
            findings = run(STUDY, store, new Grid());
        }
        Path csv = Query.export(file, Query.Format.CSV);
        assertThat(Files.readAllLines(csv))
                .hasSize(Math.toIntExact(2 * findings.evaluated() + 1))
                .first()
                .asString()
                .startsWith("design,network,pes")
                .endsWith("latency,energy");
        Path parquet = Query.export(file, Query.Format.PARQUET);
        assertThat(Query.of(file, "SELECT * FROM '%s' ORDER BY design, network".formatted(parquet)))
                .isEqualTo(Query.of(file, ALL));
    }

    @Test
    void aQueryThatWritesAFileSaysHowManyRowsItHas() throws IOException {
        Path file = directory.resolve("copied.duckdb");
        try (Store store = Store.open(file, STUDY)) {
            run(STUDY, store, new RandomSample(5, 1));
        }
        int rows = Query.of(file, ALL).rows().size();
        Path csv = directory.resolve("copy.csv");
        Query.Rows copied = Query.of(file, "COPY result TO '%s'".formatted(csv));
        assertThat(copied).isEqualTo(new Query.Rows(List.of("count"), List.of(List.of(String.valueOf(rows)))));
        assertThat(Files.readAllLines(csv)).hasSize(rows + 1);
    }
}
