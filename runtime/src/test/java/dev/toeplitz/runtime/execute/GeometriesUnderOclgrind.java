package dev.toeplitz.runtime.execute;

import dev.toeplitz.runtime.opencl.TestPlatforms;
import dev.toeplitz.runtime.plan.Options;
import dev.toeplitz.runtime.plan.Options.Convolution;
import dev.toeplitz.runtime.plan.Target;

/** Runs some geometries on Oclgrind, which reports races, stray accesses and wrong calls to standard error. */
final class GeometriesUnderOclgrind {
    private GeometriesUnderOclgrind() {}

    public static void main(String[] arguments) {
        for (int way = 0; way < EveryWay.list().size(); way++) {
            AnyGeometryTest.assertWithinBounds(
                    TestPlatforms.OCLGRIND,
                    EveryWay.list().get(way),
                    20_000 + 100 * way,
                    Integer.parseInt(arguments[0]));
        }
        WinogradTest.assertWithinBounds(
                TestPlatforms.OCLGRIND, Options.of(Target.NARROW).with(Convolution.WINOGRAD2), 30_000, 4);
        WinogradTest.assertWithinBounds(
                TestPlatforms.OCLGRIND, Options.of(Target.WIDE).with(Convolution.WINOGRAD4), 30_100, 4);
        IntegerGeometriesTest.assertExact(TestPlatforms.OCLGRIND, Options.of(Target.NARROW), 60_000, 3);
        IntegerGeometriesTest.assertExact(TestPlatforms.OCLGRIND, Options.of(Target.GENERAL), 60_100, 3);
        DotTest.assertExact(TestPlatforms.OCLGRIND, Options.of(Target.NARROW), 60_200, 2, false);
        DotTest.assertExact(TestPlatforms.OCLGRIND, Options.of(Target.NARROW), 60_250, 3, true);
        DotTest.assertFilteredExactly(TestPlatforms.OCLGRIND, Options.of(Target.NARROW), 60_300, 1, false);
        DotTest.assertFilteredExactly(TestPlatforms.OCLGRIND, Options.of(Target.NARROW), 60_350, 1, true);
        Options blocks = Options.of(Target.BLOCKS);
        AnyGeometryTest.assertWithinBounds(TestPlatforms.OCLGRIND, blocks, 40_000, 6);
        AnyGeometryTest.assertWithinBounds(TestPlatforms.OCLGRIND, blocks.half(), 40_100, 2);
        BlockTest.assertWithinBounds(TestPlatforms.OCLGRIND, 40_200, 1, Target.BLOCKS);
        System.out.println("all within their bounds");
    }
}
