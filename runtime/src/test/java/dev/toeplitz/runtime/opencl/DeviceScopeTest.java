package dev.toeplitz.runtime.opencl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toeplitz.runtime.DeviceException;
import java.util.ArrayList;
import java.util.List;
import org.jocl.CL;
import org.jocl.CLException;
import org.junit.jupiter.api.Test;

class DeviceScopeTest {
    private final List<String> released = new ArrayList<>();
    private final DeviceScope scope = new DeviceScope();

    @Test
    void itReleasesNewestFirstAndOnce() {
        List.of("first", "second", "third").forEach(each -> scope.own(each, each, released::add));
        scope.close();
        scope.close();
        assertThat(released).containsExactly("third", "second", "first");
    }

    @Test
    void itGoesOnAfterAFailureAndTellsOfAll() {
        scope.own("first", "first", released::add);
        scope.own("buffer", "buffer", _ -> {
            throw new CLException("CL_INVALID_MEM_OBJECT", CL.CL_INVALID_MEM_OBJECT);
        });
        scope.own("second", "second", released::add);
        scope.own("queue", "queue", _ -> {
            throw new IllegalStateException("stuck");
        });
        assertThatThrownBy(scope::close).isInstanceOf(DeviceException.class).satisfies(e -> {
            assertThat(e.getSuppressed()[0]).hasMessage("queue: stuck");
            assertThat(e.getSuppressed()[1]).hasMessageStartingWith("buffer: CL_INVALID_MEM_OBJECT; ");
        });
        assertThat(released).containsExactly("second", "first");
    }

    @Test
    void whatFailedBeforeIsNotHiddenByAFailureToRelease() {
        scope.own("queue", "queue", _ -> {
            throw new IllegalStateException("stuck");
        });
        DeviceException before = new DeviceException("before", null);
        assertThatCode(() -> scope.closeAfter(before)).doesNotThrowAnyException();
        assertThat(before.getSuppressed()).hasSize(1);
    }
}
