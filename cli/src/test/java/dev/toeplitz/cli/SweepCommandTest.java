package dev.toeplitz.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SweepCommandTest {
    @TempDir
    private Path directory;

    private Path space;
    private Path store;
    private String out;
    private String err;

    @BeforeEach
    void write() throws IOException {
        store = directory.resolve("kept.duckdb");
        space = Files.writeString(directory.resolve("space.yaml"), """
            base: zu9eg-32x32
            fpga: zu9eg
            parameters:
              pe_array.rows: {powers_of_two: [8, 128]}
              pe_array.cols: [16, 64, 128]
            constraints: [dsp <= device.dsp]
            objectives: [latency, pes]
            networks: {lenet5: 1, alexnet: 2}
            """);
    }

    private int run(String... arguments) {
        StringWriter written = new StringWriter();
        StringWriter noted = new StringWriter();
        int code = Main.run(new PrintWriter(written), new PrintWriter(noted), arguments);
        out = written.toString();
        err = noted.toString();
        return code;
    }

    @Test
    void theSpacesNetworksAreSweptKeptExportedAndQueried() {
        assertThat(run("sweep", "--space", space.toString(), "--store", store.toString(), "--export", "csv"))
                .isZero();
        assertThat(out)
                .contains("lenet5, alexnet: grid; 15 of 15 designs")
                .contains("constraint: dsp <= device.dsp")
                .contains("Pareto front")
                .contains("kept.csv");
        assertThat(run(
                        "sweep",
                        "query",
                        "--store",
                        store.toString(),
                        "select network, count(*) as designs from result group by network order by network"))
                .isZero();
        assertThat(out).contains("alexnet").contains("lenet5");
        assertThat(run("sweep", "--space", space.toString(), "--store", store.toString()))
                .isZero();
        assertThat(out).contains("15 known from before");
    }

    @Test
    void samplingTakesAStrategyAndASeed() {
        assertThat(run(
                        "sweep",
                        "lenet5",
                        "--space",
                        space.toString(),
                        "--no-store",
                        "--strategy",
                        "sobol",
                        "--samples",
                        "6",
                        "--seed",
                        "4"))
                .isZero();
        assertThat(out).contains("lenet5: sobol of 6, seed 4; 6 of 15 designs");
    }

    @Test
    void whatCannotBeIsSaid() {
        assertThat(run("sweep", "lenet5")).isEqualTo(2);
        assertThat(err).contains("--space is missing");
        assertThat(run("sweep", "lenet5", "--space", space.toString(), "--samples", "3"))
                .isEqualTo(2);
        assertThat(err).contains("--samples with the grid");
        assertThat(run("sweep", "lenet5x", "--space", space.toString(), "--no-store"))
                .isEqualTo(2);
        assertThat(err).contains("lenet5");
        assertThat(run("sweep", "lenet5", "lenet5", "--space", space.toString(), "--no-store"))
                .isEqualTo(2);
        assertThat(err).contains("named twice");
    }

    @Test
    void theFrontIsPrintedAsJsonAlone() {
        assertThat(run("sweep", "--space", space.toString(), "--store", store.toString(), "--json"))
                .as(err)
                .isZero();
        assertThat(Schemas.violations("sweep-1", out)).isEmpty();
        assertThat(Schemas.violations("sweep-1", out.replaceFirst("\"complete\"", "\"completed\"")))
                .isNotEmpty();
        JsonNode json = JsonMapper.shared().readTree(out);
        assertThat(json.get("schema").asString()).isEqualTo("toeplitz-sweep/1");
        assertThat(json.get("front").size()).isPositive();
        assertThat(json.get("front").get(0).get("objectives").get("latency").asDouble())
                .isPositive();
        assertThat(json.get("front")
                        .get(0)
                        .get("parameters")
                        .get("pe_array.rows")
                        .asString())
                .isNotEmpty();
        assertThat(err).contains("kept in: ");
    }

    @Test
    void anEngineIsOneThatIsThereAndHasWhatItNeeds() {
        assertThat(run("sweep", "--space", space.toString(), "--engine", "hadoop"))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err).contains("--engine").contains("LOCAL, SPARK").contains("hadoop");
        assertThat(run("sweep", "--space", space.toString(), "--engine", "spark"))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err).contains("--engine spark without a cluster").contains("--master");
        assertThat(run("sweep", "--space", space.toString(), "--master", "spark://127.0.0.1:1"))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err).contains("--master without Spark");
        String[] both = {
            "sweep", "--space", space.toString(), "--engine", "spark", "--master", "local", "--threads", "2"
        };
        assertThat(run(both)).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err).contains("--threads with Spark");
    }

    /** Our own module is here for the table of packages; Spark's jars are not. */
    @Test
    void sparkWithoutItsJarsIsSaidWithWhereTheyComeFrom() {
        assertThat(run("sweep", "--space", space.toString(), "--no-store", "--engine", "spark", "--master", "local"))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err).contains("not on the class path").contains("./toeplitz").doesNotContain("a defect of ours");
    }
}
