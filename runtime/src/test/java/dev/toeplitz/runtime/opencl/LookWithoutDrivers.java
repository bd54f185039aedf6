package dev.toeplitz.runtime.opencl;

/** Prints what is available; run in a process of its own whose environment hides the drivers. */
final class LookWithoutDrivers {
    private LookWithoutDrivers() {}

    public static void main(String[] arguments) {
        System.out.println(OpenCl.look().getClass().getSimpleName());
    }
}
