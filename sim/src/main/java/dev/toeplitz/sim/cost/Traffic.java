package dev.toeplitz.sim.cost;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/** DRAM bytes by what they are moved for. */
public record Traffic(Map<Stream, Long> bytes) {
    public static final Traffic NONE = new Traffic(Map.of());

    public Traffic {
        Map<Stream, Long> ordered = new EnumMap<>(Stream.class);
        bytes.forEach((stream, amount) -> {
            if (amount != 0) {
                ordered.put(stream, amount);
            }
        });
        bytes = Collections.unmodifiableMap(ordered);
    }

    public long bytes(Stream stream) {
        return bytes.getOrDefault(stream, 0L);
    }

    public long total() {
        return bytes.values().stream().mapToLong(Long::longValue).reduce(0, Math::addExact);
    }

    public long written() {
        return bytes.entrySet().stream()
                .filter(each -> each.getKey().isWrite())
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    public long read() {
        return total() - written();
    }

    public Traffic plus(Traffic other) {
        Map<Stream, Long> sum = new EnumMap<>(Stream.class);
        sum.putAll(bytes);
        other.bytes.forEach((stream, amount) -> sum.merge(stream, amount, Math::addExact));
        return new Traffic(sum);
    }
}
