package dev.toeplitz.runtime.opencl;

import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.util.Optional;
import org.jocl.CL;

/**
 * Loads what OpenCL needs, once. A failure stays for the life of the process, as the virtual machine never tries a class
 * again whose first use failed.
 */
final class Natives {
    /** What JOCL looks for on Linux, in its order. */
    private static final String[] LINUX_LOADERS = {"libOpenCL.so.1", "libOpenCL.so"};

    private static final Optional<Availability.Missing> MISSING = load();

    private Natives() {}

    /** What is missing; empty where OpenCL can be called. */
    static Optional<Availability.Missing> missing() {
        return MISSING;
    }

    private static Optional<Availability.Missing> load() {
        try {
            JavaSignals.remember();
            if (System.getProperty("os.name").equals("Linux")) {
                findLoader();
            }
            CL.setExceptionsEnabled(true);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(new Availability.NoLoader(reason(e)));
        } catch (LinkageError | IllegalCallerException e) {
            return Optional.of(
                    isNoLoader(e) ? new Availability.NoLoader(reason(e)) : new Availability.NoNatives(reason(e)));
        }
    }

    /** Asks the system before JOCL does, because JOCL prints to standard error where there is none. */
    @SuppressWarnings("restricted")
    private static void findLoader() {
        IllegalArgumentException missing = null;
        for (String name : LINUX_LOADERS) {
            try {
                SymbolLookup.libraryLookup(name, Arena.global());
                return;
            } catch (IllegalArgumentException e) {
                missing = missing == null ? e : missing;
            }
        }
        throw missing;
    }

    private static boolean isNoLoader(Throwable e) {
        return String.valueOf(e.getMessage()).contains("Implementation library could not be loaded");
    }

    /** JOCL's message is a page with two stack traces; the last exception named in it is what stopped it. */
    static String reason(Throwable e) {
        String message = String.valueOf(e.getMessage());
        return message.lines()
                .filter(line -> line.matches("[\\w.]+(Error|Exception): .*"))
                .map(line -> line.substring(line.indexOf(": ") + 2))
                .reduce((_, last) -> last)
                .orElseGet(() -> message.lines().findFirst().orElse(e.getClass().getSimpleName()));
    }
}
