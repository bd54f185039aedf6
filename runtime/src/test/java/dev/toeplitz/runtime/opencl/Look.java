package dev.toeplitz.runtime.opencl;

/** Prints what is available, twice; run in a process of its own whose environment hides something. */
final class Look {
    private Look() {}

    public static void main(String[] arguments) {
        System.out.println(sentence(OpenCl.look()));
        System.out.println(sentence(OpenCl.look()));
    }

    private static String sentence(Availability availability) {
        return switch (availability) {
            case Availability.Ready ready -> "Ready " + ready.problems();
            case Availability.Missing missing ->
                "%s: %s; %s".formatted(missing.getClass().getSimpleName(), missing.found(), missing.toTry());
        };
    }
}
