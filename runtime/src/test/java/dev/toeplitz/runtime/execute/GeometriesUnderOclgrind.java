package dev.toeplitz.runtime.execute;

import dev.toeplitz.runtime.opencl.TestPlatforms;

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
        System.out.println("all within their bounds");
    }
}
