package dev.toeplitz.runtime.opencl;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What people call a platform. */
final class PlatformAlias {
    /** A part of the platform's name, in lower case, and the alias. The first that fits counts. */
    private static final Map<String, String> BY_PART = new LinkedHashMap<>();

    static {
        BY_PART.put("portable computing language", "pocl");
        BY_PART.put("rusticl", "rusticl");
        BY_PART.put("clover", "clover");
        BY_PART.put("oclgrind", "oclgrind");
        BY_PART.put("nvidia", "nvidia");
        BY_PART.put("intel(r) fpga", "intel-fpga");
        BY_PART.put("altera", "intel-fpga");
        BY_PART.put("intel", "intel");
        BY_PART.put("amd accelerated parallel", "amd");
        BY_PART.put("xilinx", "xilinx");
        BY_PART.put("qualcomm", "qualcomm");
        BY_PART.put("arm platform", "arm");
        BY_PART.put("apple", "apple");
    }

    private PlatformAlias() {}

    /** The alias, or the first word of a platform that we do not know. */
    static String of(String platform) {
        String name = platform.toLowerCase(Locale.ROOT);
        return BY_PART.entrySet().stream()
                .filter(entry -> name.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseGet(() -> name.split("\\s+", 2)[0]);
    }
}
