package dev.toeplitz.runtime.opencl;

import dev.toeplitz.kernels.KernelSource;

/** Runs the self-test on Oclgrind, which reports to standard error; given an argument, without the kernel's barriers. */
final class SelfTestUnderOclgrind {
    private SelfTestUnderOclgrind() {}

    public static void main(String[] arguments) {
        String source = KernelSource.SELF_TEST.text();
        String run = arguments.length == 0 ? source : source.replace("barrier(CLK_LOCAL_MEM_FENCE);", "");
        System.out.println(SelfTest.on(TestPlatforms.device(TestPlatforms.OCLGRIND), run));
    }
}
