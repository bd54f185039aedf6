package dev.toeplitz.sim.fpga;

import dev.toeplitz.hw.fpga.FpgaDevice;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** An engine's components against a device's budget. */
public record FpgaFit(Engine engine, FpgaDevice device, List<Component> components) {
    public FpgaFit {
        components = List.copyOf(components);
    }

    public Use total() {
        return components.stream().map(Component::use).reduce(Use.NONE, Use::plus);
    }

    /** What the device has. */
    public Use budget() {
        return new Use(device.dsps(), device.blockRams(), device.ultraRams(), device.logic());
    }

    /** The part of its budget that a resource takes; 0 where the device has none and none is wanted. */
    public double share(Resource resource) {
        double wanted = total().of(resource);
        return wanted == 0 ? 0 : wanted / budget().of(resource);
    }

    /** The resource of which the largest part is taken: the one that ends growth first. */
    public Resource binding() {
        return Arrays.stream(Resource.values())
                .max(Comparator.comparingDouble(this::share))
                .orElseThrow();
    }

    public boolean fits() {
        return share(binding()) <= 1;
    }
}
