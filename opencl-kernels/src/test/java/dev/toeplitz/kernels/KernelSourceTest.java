package dev.toeplitz.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KernelSourceTest {
    static Stream<KernelSource> kernels() {
        return KernelSource.ALL.stream();
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void aKernelStandsInItsSourceWithTheArgumentsDescribed(KernelSource kernel) {
        Matcher head = Pattern.compile("__kernel void " + kernel.name() + "\\(([^)]*)\\)")
                .matcher(kernel.text());
        assertThat(head.find()).isTrue();
        List<String> inSource =
                Stream.of(head.group(1).split(",")).map(String::strip).toList();
        assertThat(inSource).hasSameSizeAs(kernel.arguments());
        for (int i = 0; i < inSource.size(); i++) {
            assertThat(inSource.get(i)).matches(pattern(kernel.arguments().get(i)));
        }
    }

    private static String pattern(KernelSource.Argument argument) {
        return switch (argument.kind()) {
            case READ -> "__global const \\w+ \\*" + argument.name();
            case WRITE -> "__global \\w+ \\*" + argument.name();
            case INT -> "const int " + argument.name();
        };
    }
}
