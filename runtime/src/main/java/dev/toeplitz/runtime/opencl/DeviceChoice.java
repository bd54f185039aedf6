package dev.toeplitz.runtime.opencl;

import dev.toeplitz.runtime.opencl.Device.Type;
import dev.toeplitz.terms.InputException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which device a user means: by number ({@code 0:1}), by type ({@code gpu}), by its platform's short name ({@code pocl}), or
 * by a part of the platform's or its own name. Where several fit, the preferred one of them.
 */
public final class DeviceChoice {
    /** A GPU or accelerator is what people who have one want. */
    private static final List<Type> PREFERRED = List.of(Type.GPU, Type.ACCELERATOR, Type.CPU, Type.OTHER);

    private DeviceChoice() {}

    /** The preferred device of all: a GPU, else an accelerator, else a CPU, and the first of several. */
    public static Device best(List<Device> devices) {
        return devices.stream()
                .min(Comparator.comparingInt(device -> PREFERRED.indexOf(device.type())))
                .orElseThrow();
    }

    /** The device that the words fit; a number is never looked for in names. */
    public static Device named(String words, List<Device> devices) {
        String wanted = words.strip().toLowerCase(Locale.ROOT);
        return readings(wanted)
                .map(fits -> devices.stream().filter(fits).toList())
                .filter(found -> !found.isEmpty())
                .findFirst()
                .map(DeviceChoice::best)
                .orElseThrow(() -> unknown(words, devices));
    }

    /** The ways to read the words, the strictest first. */
    private static Stream<Predicate<Device>> readings(String wanted) {
        if (wanted.isEmpty() || wanted.matches("[\\d:]+")) {
            return Stream.of(device -> device.index().equals(wanted));
        }
        return Stream.of(
                device -> device.type().name().toLowerCase(Locale.ROOT).equals(wanted),
                device -> device.alias().equals(wanted),
                device -> (device.platform() + "\n" + device.name())
                        .toLowerCase(Locale.ROOT)
                        .contains(wanted));
    }

    private static InputException unknown(String words, List<Device> devices) {
        String known = devices.stream().map(DeviceChoice::label).collect(Collectors.joining(", ", "one of ", ""));
        return new InputException(
                "no device is '%s'".formatted(words),
                known,
                "take an index, a type (gpu, accelerator, cpu), a platform or a part of a name of `toeplitz devices`");
    }

    private static String label(Device device) {
        return "%s %s (%s)".formatted(device.index(), device.name(), device.alias());
    }
}
