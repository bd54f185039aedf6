package dev.toeplitz.runtime.opencl;

import dev.toeplitz.kernels.KernelSource;
import dev.toeplitz.runtime.DeviceException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_context;
import org.jocl.cl_device_id;
import org.jocl.cl_program;

/** Programs and kernels of a session: from source, from the cache, or built before. The session's scope owns them. */
final class ProgramBuilder {
    /** Bytes that all programs of a driver begin with. */
    private static final int HEAD = 4;

    private final DeviceScope scope;
    private final OpenClDevice device;
    private final cl_context context;

    ProgramBuilder(DeviceScope scope, OpenClDevice device, cl_context context) {
        this.scope = scope;
        this.device = device;
        this.context = context;
    }

    /** Where something happened, for messages. */
    private String on(String what) {
        return "%s on %s".formatted(what, device.description().name());
    }

    DeviceKernel compile(String name, String text, String options) {
        return Status.during(on("kernel " + name), () -> {
            cl_program program = scope.own(
                    "program of " + name,
                    CL.clCreateProgramWithSource(context, 1, new String[] {text}, null, null),
                    CL::clReleaseProgram);
            build(program, name, options);
            return new DeviceKernel(
                    scope.own("kernel " + name, CL.clCreateKernel(program, name, null), CL::clReleaseKernel));
        });
    }

    private void build(cl_program program, String name, String options) {
        try {
            CL.clBuildProgram(program, 1, new cl_device_id[] {device.handle()}, options, null, null);
        } catch (CLException e) {
            throw new DeviceException(
                    "kernel %s does not compile on %s with %s: %s; the compiler says%n%s"
                            .formatted(name, device.description().name(), options, Status.name(e), log(program)),
                    e);
        } finally {
            JavaSignals.putBack();
        }
    }

    private String log(cl_program program) {
        try {
            long[] size = new long[1];
            CL.clGetProgramBuildInfo(program, device.handle(), CL.CL_PROGRAM_BUILD_LOG, 0, null, size);
            byte[] bytes = new byte[(int) size[0]];
            CL.clGetProgramBuildInfo(
                    program, device.handle(), CL.CL_PROGRAM_BUILD_LOG, bytes.length, Pointer.to(bytes), null);
            return new String(bytes, StandardCharsets.UTF_8).replace("\0", "").strip();
        } catch (CLException e) {
            return "nothing that can be read: " + Status.name(e);
        }
    }

    /** A program of generated source, from the cache where it is there. */
    DeviceProgram program(String source, ProgramCache cache) {
        String options = KernelSource.LANGUAGE;
        Optional<DeviceProgram> cached =
                cache.find(source, options, device.description()).flatMap(this::fromCache);
        if (cached.isPresent()) {
            return cached.get();
        }
        DeviceProgram built = built(source, options);
        if (cache != ProgramCache.NONE) {
            cache.keep(source, options, device.description(), binary(built));
        }
        return built;
    }

    private DeviceProgram built(String source, String options) {
        return Status.during(on("program"), () -> {
            cl_program program = scope.own(
                    "program",
                    CL.clCreateProgramWithSource(context, 1, new String[] {source}, null, null),
                    CL::clReleaseProgram);
            build(program, "program", options);
            return new DeviceProgram(program);
        });
    }

    /** A stale or broken file is no failure: the program is built from its source. */
    private Optional<DeviceProgram> fromCache(byte[] binary) {
        try {
            return Optional.of(loaded(binary));
        } catch (DeviceException _) {
            return Optional.empty();
        }
    }

    /** A program that was built before, by this driver or by a vendor's tools for its board. */
    DeviceProgram program(byte[] binary) {
        if (device.description().features().compiles()) {
            requireHead(binary);
        }
        return loaded(binary);
    }

    /** Some drivers (rusticl) end the process on a file that is no program, so one that begins otherwise never reaches them. */
    private void requireHead(byte[] binary) {
        byte[] own = Arrays.copyOf(binary(built("__kernel void head(void) {}", KernelSource.LANGUAGE)), HEAD);
        byte[] found = Arrays.copyOf(binary, Math.min(HEAD, binary.length));
        if (!Arrays.equals(own, found)) {
            HexFormat hex = HexFormat.ofDelimiter(" ");
            throw new DeviceException(
                    "%s: it begins with %s, where this driver's programs begin with %s"
                            .formatted(on("loading a built program"), hex.formatHex(found), hex.formatHex(own)),
                    "take one that was built on this device, as --save-binary writes it",
                    null);
        }
    }

    private DeviceProgram loaded(byte[] binary) {
        return Status.during(on("loading a built program"), () -> {
            cl_program program = scope.own(
                    "program",
                    CL.clCreateProgramWithBinary(
                            context,
                            1,
                            new cl_device_id[] {device.handle()},
                            new long[] {binary.length},
                            new byte[][] {binary},
                            null,
                            null),
                    CL::clReleaseProgram);
            build(program, "of a built program", "");
            return new DeviceProgram(program);
        });
    }

    /** A program as this device's driver can load it again. */
    byte[] binary(DeviceProgram program) {
        return Status.during(on("reading a built program"), () -> {
            long[] size = new long[1];
            CL.clGetProgramInfo(program.handle(), CL.CL_PROGRAM_BINARY_SIZES, Sizeof.size_t, Pointer.to(size), null);
            byte[] bytes = new byte[Math.toIntExact(size[0])];
            Pointer into = Pointer.to(Pointer.to(bytes));
            CL.clGetProgramInfo(program.handle(), CL.CL_PROGRAM_BINARIES, Sizeof.POINTER, into, null);
            return bytes;
        });
    }
}
