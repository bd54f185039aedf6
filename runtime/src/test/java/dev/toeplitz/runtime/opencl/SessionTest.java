package dev.toeplitz.runtime.opencl;

import static dev.toeplitz.runtime.opencl.TestPlatforms.OCLGRIND;
import static dev.toeplitz.runtime.opencl.TestPlatforms.POCL;
import static dev.toeplitz.runtime.opencl.TestPlatforms.RUSTICL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toeplitz.kernels.KernelSource;
import dev.toeplitz.runtime.DeviceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_context;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionTest {
    private static final String TWICE = """
        __kernel void twice(__global const float *x, __global float *y)
        {
            y[get_global_id(0)] = 2 * x[get_global_id(0)];
        }
        """;

    @ParameterizedTest
    @ValueSource(strings = {POCL, RUSTICL, OCLGRIND})
    void aKernelThatDoesNotCompileShowsTheCompilersLog(String platform) {
        try (Session session = new Session(TestPlatforms.device(platform))) {
            assertThatThrownBy(() -> session.program("__kernel void broken() { nonsense; }", ProgramCache.NONE))
                    .isInstanceOf(DeviceException.class)
                    .hasMessageContaining("program does not compile on ")
                    .hasMessageContaining(KernelSource.LANGUAGE)
                    .hasMessageContaining("CL_BUILD_PROGRAM_FAILURE")
                    .hasMessageMatching("(?s).*the compiler says.*nonsense.*");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {POCL, RUSTICL, OCLGRIND})
    void aKernelWritesWhatItIsTold(String platform) {
        try (Session session = new Session(TestPlatforms.device(platform))) {
            DeviceBuffer x = session.floats("x", 3);
            DeviceBuffer y = session.floats("y", 3);
            session.write(x, new float[] {1, 2, 3});
            BoundKernel twice = session.bind(session.program(TWICE, ProgramCache.NONE), "twice", List.of(x, y), 3, 1);
            assertThat(session.nanoseconds(session.start(twice))).isNotNegative();
            assertThat(session.read(y, 3)).containsExactly(2, 4, 6);
        }
    }

    @Test
    void aProgramIsKeptAndFoundAgain(@TempDir Path folder) throws IOException {
        ProgramCache cache = ProgramCache.in(folder);
        OpenClDevice device = TestPlatforms.device(POCL);
        try (Session session = new Session(device)) {
            session.program(TWICE, cache);
        }
        assertThat(cache.find(TWICE, KernelSource.LANGUAGE, device.description()))
                .isPresent();
        assertThat(cache.find(TWICE + " ", KernelSource.LANGUAGE, device.description()))
                .isEmpty();
        assertThat(twiceThree(device, cache)).isEqualTo(6);
    }

    @Test
    void aBrokenFileInTheCacheIsBuiltAgain(@TempDir Path folder) throws IOException {
        ProgramCache cache = ProgramCache.in(folder);
        OpenClDevice device = TestPlatforms.device(POCL);
        cache.keep(TWICE, KernelSource.LANGUAGE, device.description(), new byte[] {1, 2, 3});
        assertThat(twiceThree(device, cache)).isEqualTo(6);
    }

    @Test
    void aFileThatWasCutShortIsNotFound(@TempDir Path folder) throws IOException {
        ProgramCache cache = ProgramCache.in(folder);
        Device device = TestPlatforms.device(POCL).description();
        cache.keep(TWICE, KernelSource.LANGUAGE, device, new byte[1000]);
        assertThat(cache.find(TWICE, KernelSource.LANGUAGE, device)).contains(new byte[1000]);
        try (Stream<Path> files = Files.list(folder)) {
            Path file = files.findFirst().orElseThrow();
            Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 900));
        }
        assertThat(cache.find(TWICE, KernelSource.LANGUAGE, device)).isEmpty();
    }

    private static float twiceThree(OpenClDevice device, ProgramCache cache) {
        try (Session session = new Session(device)) {
            DeviceBuffer x = session.floats("x", 1);
            session.write(x, new float[] {3});
            session.enqueue(session.bind(session.program(TWICE, cache), "twice", List.of(x, x), 1, 0));
            return session.read(x, 1)[0];
        }
    }

    @Test
    void aKernelOfAnotherNumberOfArgumentsIsRefused() {
        try (Session session = new Session(TestPlatforms.device(POCL))) {
            DeviceProgram program = session.program(TWICE, ProgramCache.NONE);
            assertThatThrownBy(() -> session.bind(program, "twice", List.of(session.floats("x", 1)), 1, 1))
                    .isInstanceOf(DeviceException.class)
                    .hasMessageContaining("takes 2 arguments, and the plan binds 1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {POCL, RUSTICL, OCLGRIND})
    void aKernelThatTheSourceLacksIsADeviceFailureWithTheCodesName(String platform) {
        try (Session session = new Session(TestPlatforms.device(platform))) {
            assertThatThrownBy(() -> session.bind(session.program(TWICE, ProgramCache.NONE), "thrice", List.of(), 1, 1))
                    .isInstanceOf(DeviceException.class)
                    .hasMessageStartingWith("kernel thrice on ")
                    .hasMessageContaining("CL_INVALID_KERNEL_NAME");
        }
    }

    @Test
    void aBufferThatTheDeviceCannotHoldIsRefusedWithTheNumbers() {
        OpenClDevice device = TestPlatforms.device(POCL);
        long most = device.description().limits().allocationBytes();
        try (Session session = new Session(device)) {
            assertThatThrownBy(() -> session.floats("conv1", most / Float.BYTES + 1))
                    .isInstanceOf(DeviceException.class)
                    .hasMessageStartingWith("conv1 on ")
                    .hasMessageContaining("where the largest is %,d; take a smaller batch".formatted(most));
        }
    }

    @Test
    void aReadBeyondTheBufferIsADeviceFailure() {
        try (Session session = new Session(TestPlatforms.device(POCL))) {
            DeviceBuffer x = session.floats("x", 3);
            assertThatThrownBy(() -> session.read(x, 4000))
                    .isInstanceOf(DeviceException.class)
                    .hasMessageStartingWith("reading a buffer on ")
                    .hasMessageContaining("CL_INVALID_VALUE");
        }
    }

    /** Queues, programs and buffers hold on to their context, so what is left of its references is what leaked. */
    @ParameterizedTest
    @ValueSource(strings = {POCL, RUSTICL})
    void nothingIsLeftOpenWhateverFailed(String platform) {
        Session session = new Session(TestPlatforms.device(platform));
        cl_context context = session.context();
        CL.clRetainContext(context);
        try {
            DeviceBuffer x = session.floats("x", 3);
            DeviceProgram program = session.program(TWICE, ProgramCache.NONE);
            BoundKernel twice = session.bind(program, "twice", List.of(x, session.floats("y", 3)), 3, 0);
            session.enqueue(twice);
            session.nanoseconds(session.start(twice));
            assertThatThrownBy(() -> session.bind(program, "thrice", List.of(), 1, 1))
                    .isInstanceOf(DeviceException.class);
            assertThatThrownBy(() -> session.program("nonsense", ProgramCache.NONE))
                    .isInstanceOf(DeviceException.class);
            assertThatThrownBy(() -> session.program(new byte[] {1, 2, 3}))
                    .isInstanceOf(DeviceException.class)
                    .hasMessageContaining("it begins with 01 02 03, where this driver's programs begin with ");
            assertThatThrownBy(() -> session.read(x, 4000)).isInstanceOf(DeviceException.class);
            assertThat(references(context)).isGreaterThan(2);
            session.close();
            assertThat(references(context)).isEqualTo(1);
        } finally {
            CL.clReleaseContext(context);
        }
    }

    private static int references(cl_context context) {
        int[] count = new int[1];
        CL.clGetContextInfo(context, CL.CL_CONTEXT_REFERENCE_COUNT, Sizeof.cl_uint, Pointer.to(count), null);
        return count[0];
    }
}
