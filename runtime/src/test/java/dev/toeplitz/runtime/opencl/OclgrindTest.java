package dev.toeplitz.runtime.opencl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Oclgrind reads its checks from the environment as it loads, so each run is a process of its own. */
class OclgrindTest {
    /** Its check for uninitialized memory is off: Debian's 21.10 stops at LLVM's {@code freeze}, which its compiler makes. */
    private static final Map<String, String> CHECKS = Map.of("OCLGRIND_CHECK_API", "1", "OCLGRIND_DATA_RACES", "1");

    @BeforeEach
    void needsOclgrind() {
        TestPlatforms.device(TestPlatforms.OCLGRIND);
    }

    @Test
    void theSelfTestHasNoRaceNoStrayAccessAndNoWrongCall() throws IOException, InterruptedException {
        ChildJvm child = run();
        assertThat(child.out()).contains("problem=]");
        assertThat(child.err()).isEmpty();
    }

    @Test
    void theCheckIsOn() throws IOException, InterruptedException {
        assertThat(run("without barriers").err()).contains("data race");
    }

    private static ChildJvm run(String... arguments) throws IOException, InterruptedException {
        return ChildJvm.run(SelfTestUnderOclgrind.class, CHECKS, List.of(AvailabilityTest.NATIVE), arguments);
    }
}
