package dev.toeplitz.runtime.opencl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.condition.OS.LINUX;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.io.TempDir;

/** Each in a process of its own, because a library that was loaded stays loaded. */
@EnabledOnOs(LINUX)
class AvailabilityTest {
    static final String NATIVE = "--enable-native-access=ALL-UNNAMED";

    @TempDir
    private Path directory;

    @Test
    void withoutAnyDriverThereIsNoPlatform() throws Exception {
        TestPlatforms.device(TestPlatforms.POCL); // so that there is a loader to find nothing
        assertSays(
                ChildJvm.run(Look.class, Map.of("OCL_ICD_VENDORS", "/nonexistent"), List.of(NATIVE)),
                "NoPlatform: no OpenCL platform has a device; install a driver",
                "pocl-opencl-icd");
    }

    @Test
    void aDriverThatDoesNotLoadIsNoPlatform() throws Exception {
        TestPlatforms.device(TestPlatforms.POCL);
        Files.writeString(directory.resolve("gone.icd"), "libgone.so.1");
        assertSays(
                ChildJvm.run(Look.class, Map.of("OCL_ICD_VENDORS", directory.toString()), List.of(NATIVE)),
                "NoPlatform: no OpenCL platform has a device; install a driver");
    }

    @Test
    void aPlatformWithoutDevicesIsNoPlatform() throws Exception {
        TestPlatforms.device(TestPlatforms.RUSTICL); // which has none unless it is switched on
        Files.writeString(directory.resolve("rusticl.icd"), "libRusticlOpenCL.so.1");
        Map<String, String> off = Map.of("OCL_ICD_VENDORS", directory.toString(), "RUSTICL_ENABLE", "");
        assertSays(ChildJvm.run(Look.class, off, List.of(NATIVE)), "NoPlatform: no OpenCL platform has a device; ");
    }

    @Test
    void aCacheFolderThatPoclCannotMakeIsNamed() throws Exception {
        TestPlatforms.device(TestPlatforms.POCL);
        Files.writeString(directory.resolve("pocl.icd"), Files.readString(Path.of("/etc/OpenCL/vendors/pocl.icd")));
        Path inAFile = Files.createFile(directory.resolve("file")).resolve("inside");
        Map<String, String> environment =
                Map.of("OCL_ICD_VENDORS", directory.toString(), "POCL_CACHE_DIR", inAFile.toString());
        ChildJvm child = ChildJvm.run(Look.class, environment, List.of(NATIVE));
        assertThat(child.out())
                .startsWith("NoPlatform: no OpenCL platform works: platform 0: PoCL cannot write to its cache folder "
                        + inAFile)
                .contains("set POCL_CACHE_DIR to another");
    }

    /** An empty file of the loader's name on the library path stops the search as if there were none further on. */
    @Test
    void withoutALoaderItIsNamedAndNothingElsePrints() throws Exception {
        Files.createFile(directory.resolve("libOpenCL.so.1"));
        Files.createFile(directory.resolve("libOpenCL.so"));
        assertSays(
                ChildJvm.run(Look.class, Map.of("LD_LIBRARY_PATH", directory.toString()), List.of(NATIVE)),
                "NoLoader: no OpenCL loader: Cannot open library: libOpenCL.so.1; install one",
                "ocl-icd-libopencl1 pocl-opencl-icd");
    }

    @Test
    void nativesThatCannotBeUnpackedAreSaidToBeTheReason() throws Exception {
        TestPlatforms.device(TestPlatforms.POCL);
        Path file = Files.createFile(directory.resolve("file"));
        ChildJvm child =
                ChildJvm.run(Look.class, Map.of(), List.of(NATIVE, "-Djava.io.tmpdir=" + file.resolve("inside")));
        assertThat(child.out())
                .startsWith("NoNatives: JOCL's native library does not load: Could not create directory")
                .contains("java.io.tmpdir");
    }

    @Test
    void nativesThatTheVirtualMachineForbidsAreSaidToBeTheReason() throws Exception {
        assertSays(
                ChildJvm.run(Look.class, Map.of(), List.of("--illegal-native-access=deny")),
                "NoNatives: JOCL's native library does not load: Illegal native access",
                NATIVE);
    }

    private static void assertSays(ChildJvm child, String start, String... parts) {
        assertThat(child.exitCode()).isZero();
        assertThat(child.err()).isEmpty();
        assertThat(child.out().lines().distinct())
                .as("the second look says the same")
                .hasSize(1);
        assertThat(child.out()).startsWith(start);
        assertThat(List.of(parts)).allSatisfy(part -> assertThat(child.out()).contains(part));
    }
}
