package dev.toeplitz.bench;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * CLBlast's matrix product on PoCL, through its C interface and OpenCL's own, both called as they lie on the machine (Debian:
 * libclblast1). Where a library is missing there is nothing to compare with, and {@link #why} says so.
 */
@SuppressWarnings("restricted") // Calling what lies on the machine is what this class is for.
final class Clblast implements AutoCloseable {
    private static final String OPENCL = "libOpenCL.so.1";
    private static final String CLBLAST = "libclblast.so.1";
    private static final long CPU = 2;
    private static final long READ_WRITE = 1;
    private static final int PLATFORM_NAME = 0x0902;
    private static final int ROW_MAJOR = 101;
    private static final int AS_IT_IS = 111;

    private final Arena arena = Arena.ofConfined();
    private final String why;
    private SymbolLookup openCl;
    private SymbolLookup clblast;
    private MemorySegment context;
    private MemorySegment queue;

    /** Nanoseconds of a product by the host's clock, since no event is asked for; infinitely many where there is no CLBlast. */
    interface Product extends AutoCloseable {
        double nanoseconds();

        @Override
        void close();
    }

    private Clblast() {
        String missing = "";
        try {
            openCl = SymbolLookup.libraryLookup(OPENCL, arena);
            clblast = SymbolLookup.libraryLookup(CLBLAST, arena);
            open(pocl());
        } catch (IllegalArgumentException e) {
            missing = e.getMessage();
        }
        why = missing;
    }

    static Clblast open() {
        return new Clblast();
    }

    boolean isThere() {
        return why.isEmpty();
    }

    /** Why it is left out; empty where it is there. */
    String why() {
        return why;
    }

    private static MethodHandle function(SymbolLookup library, String name, FunctionDescriptor type) {
        MemorySegment symbol = library.find(name)
                .orElseThrow(() -> new IllegalArgumentException("no function " + name + " in the library"));
        return Linker.nativeLinker().downcallHandle(symbol, type);
    }

    private static Object call(MethodHandle function, Object... arguments) {
        try {
            return function.invokeWithArguments(arguments);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static void require(int status, String what) {
        if (status != 0) {
            throw new IllegalArgumentException("%s gives %d".formatted(what, status));
        }
    }

    private MemorySegment pocl() {
        MethodHandle platforms =
                function(openCl, "clGetPlatformIDs", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
        MethodHandle about = function(
                openCl,
                "clGetPlatformInfo",
                FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_LONG, ADDRESS, ADDRESS));
        MemorySegment found = arena.allocate(ADDRESS, 16);
        MemorySegment count = arena.allocate(JAVA_INT);
        require((int) call(platforms, 16, found, count), "clGetPlatformIDs");
        for (int i = 0; i < Math.min(16, count.get(JAVA_INT, 0)); i++) {
            MemorySegment platform = found.getAtIndex(ADDRESS, i);
            MemorySegment name = arena.allocate(256);
            require((int) call(about, platform, PLATFORM_NAME, 256L, name, MemorySegment.NULL), "clGetPlatformInfo");
            if (name.getString(0).startsWith("Portable Computing Language")) {
                return platform;
            }
        }
        throw new IllegalArgumentException("no PoCL among the platforms");
    }

    private void open(MemorySegment platform) {
        MethodHandle devices = function(
                openCl,
                "clGetDeviceIDs",
                FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS));
        MethodHandle contexts = function(
                openCl,
                "clCreateContext",
                FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS));
        MethodHandle queues = function(
                openCl, "clCreateCommandQueue", FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS));
        MemorySegment device = arena.allocate(ADDRESS);
        require((int) call(devices, platform, CPU, 1, device, MemorySegment.NULL), "clGetDeviceIDs");
        MemorySegment status = arena.allocate(JAVA_INT);
        context = (MemorySegment)
                call(contexts, MemorySegment.NULL, 1, device, MemorySegment.NULL, MemorySegment.NULL, status);
        require(status.get(JAVA_INT, 0), "clCreateContext");
        queue = (MemorySegment) call(queues, context, device.get(ADDRESS, 0), 0L, status);
        require(status.get(JAVA_INT, 0), "clCreateCommandQueue");
    }

    /** A product of two square matrices; its first run, which compiles CLBlast's kernels, is over when it is given. */
    Product product(int size) {
        if (!isThere()) {
            return new Product() {
                @Override
                public double nanoseconds() {
                    return Double.POSITIVE_INFINITY;
                }

                @Override
                public void close() {}
            };
        }
        Square square = new Square(size);
        square.nanoseconds();
        return square;
    }

    private final class Square implements Product {
        private final int size;
        private final List<MemorySegment> buffers = new ArrayList<>();
        private final MethodHandle product = function(
                clblast,
                "CLBlastSgemm",
                FunctionDescriptor.of(
                        JAVA_INT,
                        JAVA_INT,
                        JAVA_INT,
                        JAVA_INT,
                        JAVA_LONG,
                        JAVA_LONG,
                        JAVA_LONG,
                        JAVA_FLOAT,
                        ADDRESS,
                        JAVA_LONG,
                        JAVA_LONG,
                        ADDRESS,
                        JAVA_LONG,
                        JAVA_LONG,
                        JAVA_FLOAT,
                        ADDRESS,
                        JAVA_LONG,
                        JAVA_LONG,
                        ADDRESS,
                        ADDRESS));
        private final MethodHandle finish = function(openCl, "clFinish", FunctionDescriptor.of(JAVA_INT, ADDRESS));

        Square(int size) {
            this.size = size;
            for (int i = 0; i < 3; i++) {
                buffers.add(buffer(i + 1));
            }
        }

        private MemorySegment buffer(int seed) {
            MethodHandle create = function(
                    openCl,
                    "clCreateBuffer",
                    FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_LONG, JAVA_LONG, ADDRESS, ADDRESS));
            MethodHandle write = function(
                    openCl,
                    "clEnqueueWriteBuffer",
                    FunctionDescriptor.of(
                            JAVA_INT, ADDRESS, ADDRESS, JAVA_INT, JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_INT, ADDRESS,
                            ADDRESS));
            long bytes = (long) Float.BYTES * size * size;
            try (Arena once = Arena.ofConfined()) {
                MemorySegment status = once.allocate(JAVA_INT);
                MemorySegment made =
                        (MemorySegment) call(create, context, READ_WRITE, bytes, MemorySegment.NULL, status);
                require(status.get(JAVA_INT, 0), "clCreateBuffer");
                MemorySegment values = once.allocate(JAVA_FLOAT, (long) size * size);
                RandomGenerator random =
                        RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
                for (long i = 0; i < (long) size * size; i++) {
                    values.setAtIndex(JAVA_FLOAT, i, random.nextFloat() - 0.5f);
                }
                require(
                        (int) call(write, queue, made, 1, 0L, bytes, values, 0, MemorySegment.NULL, MemorySegment.NULL),
                        "clEnqueueWriteBuffer");
                return made;
            }
        }

        @Override
        public double nanoseconds() {
            try (Arena once = Arena.ofConfined()) {
                MemorySegment holder = once.allocate(ADDRESS);
                holder.set(ADDRESS, 0, queue);
                long n = size;
                long begin = System.nanoTime();
                int status = (int) call(
                        product,
                        ROW_MAJOR,
                        AS_IT_IS,
                        AS_IT_IS,
                        n,
                        n,
                        n,
                        1f,
                        buffers.get(0),
                        0L,
                        n,
                        buffers.get(1),
                        0L,
                        n,
                        0f,
                        buffers.get(2),
                        0L,
                        n,
                        holder,
                        MemorySegment.NULL);
                require(status, "CLBlastSgemm");
                require((int) call(finish, queue), "clFinish");
                return System.nanoTime() - begin;
            }
        }

        @Override
        public void close() {
            MethodHandle release = function(openCl, "clReleaseMemObject", FunctionDescriptor.of(JAVA_INT, ADDRESS));
            buffers.forEach(buffer -> require((int) call(release, buffer), "clReleaseMemObject"));
        }
    }

    @Override
    public void close() {
        arena.close();
    }
}
