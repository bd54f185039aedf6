package dev.toeplitz.runtime.opencl;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What Java has the system do on faults, kept against drivers. Java makes use of faults: a thread that is to stop runs into a page
 * that it may not read. LLVM, which PoCL and rusticl bring along, takes the signals over to remove its files when a program
 * crashes, by handlers that are good for one signal; where two threads of Java run into that page at once, the second
 * finds no handler and the process ends without a word. So the handlers that were there first are put back once drivers are
 * loaded and whenever they have compiled; LLVM takes them but once. ({@code LD_PRELOAD} of Java's {@code libjsig} does the
 * same from outside, and then there is nothing to put back.)
 */
final class JavaSignals {
    /** SIGILL, SIGABRT, SIGBUS, SIGFPE and SIGSEGV by their numbers on Linux. */
    private static final int[] FAULTS = {4, 6, 7, 8, 11};
    /** Larger than any system's {@code struct sigaction}; it is kept as it is and never looked into. */
    private static final long ROOM = 1024;

    /** Looked for when it is first wanted: where native access is forbidden, that is told and not that a class did not load. */
    private static Optional<MethodHandle> sigaction = Optional.empty();

    private static final Map<Integer, MemorySegment> FIRST = new LinkedHashMap<>();

    private JavaSignals() {}

    @SuppressWarnings("restricted")
    private static Optional<MethodHandle> find() {
        if (!System.getProperty("os.name").equals("Linux")) {
            return Optional.empty();
        }
        Linker linker = Linker.nativeLinker();
        return linker.defaultLookup()
                .find("sigaction")
                .map(address -> linker.downcallHandle(
                        address,
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS)));
    }

    /** Before any driver is loaded; a second call changes nothing. Fails where native access is forbidden. */
    static synchronized void remember() {
        if (sigaction.isPresent()) {
            return;
        }
        sigaction = find();
        if (sigaction.isPresent()) {
            for (int signal : FAULTS) {
                MemorySegment action = Arena.global().allocate(ROOM);
                if (call(signal, MemorySegment.NULL, action) == 0) {
                    FIRST.put(signal, action);
                }
            }
        }
    }

    static synchronized void putBack() {
        FIRST.forEach((signal, action) -> call(signal, action, MemorySegment.NULL));
    }

    /** Where the handler of a signal was at first, for tests. */
    static long first(int signal) {
        return FIRST.get(signal).get(ValueLayout.JAVA_LONG, 0);
    }

    /** Where it is now, for tests. */
    static long handler(int signal) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment action = arena.allocate(ROOM);
            call(signal, MemorySegment.NULL, action);
            return action.get(ValueLayout.JAVA_LONG, 0);
        }
    }

    private static int call(int signal, MemorySegment now, MemorySegment before) {
        try {
            return (int) sigaction.orElseThrow().invokeExact(signal, now, before);
        } catch (Throwable e) {
            throw new IllegalStateException("sigaction cannot be called", e);
        }
    }
}
