package dev.toeplitz.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KernelSourceTest {
    static Stream<KernelSource> kernels() {
        return KernelSource.ALL.stream();
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void aKernelStandsInItsSourceWithTheArgumentsDescribed(KernelSource kernel) {
        Matcher head = Pattern.compile("__kernel [^{]*void " + kernel.name() + "\\(([^)]*)\\)")
                .matcher(kernel.text());
        assertThat(head.find()).isTrue();
        List<String> inSource =
                Stream.of(head.group(1).split(",")).map(String::strip).toList();
        assertThat(inSource).hasSameSizeAs(kernel.arguments());
        for (int i = 0; i < inSource.size(); i++) {
            assertThat(inSource.get(i)).matches(pattern(kernel.arguments().get(i)));
        }
    }

    private static String pattern(Argument argument) {
        return switch (argument.kind()) {
            case READ -> "__global const \\w+ \\*" + argument.name();
            case WRITE -> "__global \\w+ \\*" + argument.name();
            case INT -> "const int " + argument.name();
        };
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void itsSourceUsesTheTunableAndNeverSetsIt(KernelSource kernel) {
        assertThat(kernel.text())
                .contains(kernel.tile().macro())
                .doesNotContain("#define " + kernel.tile().macro());
        assertThat(kernel.options(4)).endsWith("-D " + kernel.tile().macro() + "=4");
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void laterChoicesOfTheTunableNeedLess(KernelSource kernel) {
        List<Long> workItems = kernel.tile().choices().stream()
                .map(choice -> kernel.needs().apply(choice).workItems())
                .toList();
        assertThat(workItems).isSortedAccordingTo((one, other) -> Long.compare(other, one));
    }

    @Test
    void aDeviceAtTheLimitRunsItAndOneBelowIsToldWhy() {
        Needs needs = new Needs(64, 512);
        assertThat(needs.refusal(64, 512)).isEmpty();
        assertThat(needs.refusal(63, 512)).isEqualTo("a work-group needs 64 work-items, and the device has 63");
        assertThat(needs.refusal(64, 511))
                .isEqualTo("a work-group needs 512 bytes of local memory, and the device has 511");
    }
}
