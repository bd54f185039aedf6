package dev.toeplitz.runtime.opencl;

import static dev.toeplitz.runtime.opencl.TestPlatforms.OCLGRIND;
import static dev.toeplitz.runtime.opencl.TestPlatforms.POCL;
import static dev.toeplitz.runtime.opencl.TestPlatforms.RUSTICL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toeplitz.kernels.KernelSource;
import dev.toeplitz.runtime.DeviceException;
import java.util.List;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_context;
import org.junit.jupiter.api.Test;
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
            assertThatThrownBy(() -> session.kernel("broken", "__kernel void broken() { nonsense; }"))
                    .isInstanceOf(DeviceException.class)
                    .hasMessageContaining("kernel broken does not compile on ")
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
            assertThat(session.run(session.kernel("twice", TWICE), List.of(x, y), 3))
                    .isNotNegative();
            assertThat(session.read(y, 3)).containsExactly(2, 4, 6);
        }
    }

    @Test
    void theSameSourceIsCompiledOnce() {
        try (Session session = new Session(TestPlatforms.device(POCL))) {
            assertThat(session.kernel("twice", TWICE)).isSameAs(session.kernel("twice", TWICE));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {POCL, RUSTICL, OCLGRIND})
    void aKernelThatTheSourceLacksIsADeviceFailureWithTheCodesName(String platform) {
        try (Session session = new Session(TestPlatforms.device(platform))) {
            assertThatThrownBy(() -> session.kernel("thrice", TWICE))
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
            assertThatThrownBy(() -> session.read(x, 4))
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
            session.run(session.kernel("twice", TWICE), List.of(x, session.floats("y", 3)), 3);
            assertThatThrownBy(() -> session.kernel("thrice", TWICE + " ")).isInstanceOf(DeviceException.class);
            assertThatThrownBy(() -> session.kernel("broken", "nonsense")).isInstanceOf(DeviceException.class);
            assertThatThrownBy(() -> session.read(x, 4)).isInstanceOf(DeviceException.class);
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
