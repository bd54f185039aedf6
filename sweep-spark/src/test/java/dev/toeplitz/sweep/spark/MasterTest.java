package dev.toeplitz.sweep.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toeplitz.terms.InputException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.launcher.JavaModuleOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MasterTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "here",
                "spark://",
                "spark://host",
                "spark://host:99999",
                "spark://a:1,b",
                "local[",
                "http://a:1"
            })
    void whatIsNoAddressIsRefused(String url) {
        assertThatThrownBy(() -> new Master(url))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("--master is '%s'".formatted(url))
                .hasMessageContaining("spark://HOST:PORT");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spark://a:7077",
                "spark://a:1,b:2",
                "local",
                "local[4]",
                "local[*]",
                "yarn",
                "k8s://https://a:6443"
            })
    void whatSparkKnowsIsTaken(String url) {
        assertThat(new Master(url).url()).isEqualTo(url);
    }

    @Test
    void aMasterThatDoesNotAnswerIsSaidAtOnce() throws IOException {
        Master nobody = new Master("spark://127.0.0.1:%d".formatted(Cluster.freePort()));
        assertThatThrownBy(nobody::requireReachable)
                .isInstanceOf(InputException.class)
                .hasMessageContaining("--master %s does not answer".formatted(nobody.url()));
    }

    @Test
    void oneOfSeveralMastersIsEnough() throws IOException {
        try (ServerSocket one = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Master both =
                    new Master("spark://127.0.0.1:%d,127.0.0.1:%d".formatted(Cluster.freePort(), one.getLocalPort()));
            assertThatCode(both::requireReachable).doesNotThrowAnyException();
        }
    }

    @Test
    void theLaunchersOptionsAreSparksOwn() throws IOException {
        List<String> file = Files.readAllLines(Path.of("jvm.options")).stream()
                .filter(line -> !line.startsWith("#"))
                .toList();
        assertThat(file)
                .containsExactlyElementsOf(
                        Arrays.asList(JavaModuleOptions.defaultModuleOptions().split(" ")));
    }

    @Test
    void tasksHoldEachDesignOnceInOrder() {
        long[] designs = {3, 1, 4, 1_000_000_000_000L, 5, 9, 2};
        for (int most = 1; most < 10; most++) {
            List<long[]> tasks = SparkEngine.tasks(designs, most);
            assertThat(tasks).hasSize(Math.min(most, designs.length)).allMatch(each -> each.length > 0);
            assertThat(tasks.stream().flatMapToLong(Arrays::stream))
                    .containsExactly(3L, 1L, 4L, 1_000_000_000_000L, 5L, 9L, 2L);
        }
    }
}
