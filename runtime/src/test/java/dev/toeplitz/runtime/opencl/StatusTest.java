package dev.toeplitz.runtime.opencl;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toeplitz.runtime.DeviceException;
import org.jocl.CL;
import org.jocl.CLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusTest {
    @ParameterizedTest
    @CsvSource({
        "-4, CL_MEM_OBJECT_ALLOCATION_FAILURE, free memory",
        "-5, CL_OUT_OF_RESOURCES, free memory",
        "-54, CL_INVALID_WORK_GROUP_SIZE, work-group",
        "-61, CL_INVALID_BUFFER_SIZE, smaller batch",
        "-1001, CL_PLATFORM_NOT_FOUND_KHR, toeplitz devices"
    })
    void aCodeBecomesItsNameWithThePlaceAndWhatToTry(int status, String name, String toTry) {
        assertThatThrownBy(() -> Status.during("reading conv1", () -> {
                    throw new CLException("code " + status, status);
                }))
                .isInstanceOf(DeviceException.class)
                .hasMessageStartingWith("reading conv1: " + name + "; ")
                .hasMessageContaining(toTry)
                .hasCauseInstanceOf(CLException.class);
    }

    @Test
    void aRefusalOfTheBindingItselfKeepsItsText() {
        assertThatThrownBy(() -> Status.during("binding", () -> {
                    throw new CLException("no code", CL.CL_SUCCESS);
                }))
                .hasMessageStartingWith("binding: no code; ");
    }
}
