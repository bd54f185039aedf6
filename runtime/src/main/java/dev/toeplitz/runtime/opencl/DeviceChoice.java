package dev.toeplitz.runtime.opencl;

import dev.toeplitz.runtime.opencl.Device.Type;
import dev.toeplitz.terms.InputException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Which device a user means: by number ({@code 0:1}), by type ({@code gpu}), or by a part of its platform's or own name. */
public final class DeviceChoice {
    /** A GPU or accelerator is what people who have one want. */
    private static final List<Type> PREFERRED = List.of(Type.GPU, Type.ACCELERATOR, Type.CPU, Type.OTHER);

    private DeviceChoice() {}

    /** The preferred device of all. */
    public static Device best(List<Device> devices) {
        return devices.stream()
                .min(Comparator.comparingInt(device -> PREFERRED.indexOf(device.type())))
                .orElseThrow();
    }

    /** The first device that the words fit. */
    public static Device named(String words, List<Device> devices) {
        String wanted = words.toLowerCase(Locale.ROOT);
        return devices.stream()
                .filter(device -> fits(device, wanted))
                .findFirst()
                .orElseThrow(() -> new InputException(
                        "no device is '%s'".formatted(words),
                        "one of "
                                + devices.stream()
                                        .map(device -> device.index() + " " + device.name())
                                        .toList(),
                        "take an index, a type (gpu, cpu) or a part of a name of `toeplitz devices`"));
    }

    private static boolean fits(Device device, String wanted) {
        return device.index().equals(wanted)
                || device.type().name().toLowerCase(Locale.ROOT).equals(wanted)
                || aliases(device).contains(wanted);
    }

    /** PoCL's platform has its long name; people say pocl. */
    private static String aliases(Device device) {
        String names = (device.platform() + " " + device.name()).toLowerCase(Locale.ROOT);
        return names.contains("portable computing language") ? names + " pocl" : names;
    }
}
