package dev.toeplitz.sim.fpga;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.fpga.BlockRamKind;
import dev.toeplitz.hw.fpga.DspKind;
import dev.toeplitz.hw.fpga.FpgaCosts;
import dev.toeplitz.hw.fpga.FpgaDevice;
import dev.toeplitz.hw.yaml.Accelerators;
import dev.toeplitz.hw.yaml.FpgaDevices;
import dev.toeplitz.terms.DataType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FpgaModelTest {
    private static final FpgaCosts COSTS = FpgaDevices.costs();
    private static final List<FpgaDevice> ALL = FpgaDevices.all();

    private static FpgaFit fit(String accelerator, String device, boolean packs) {
        Engine engine = Engine.of(Accelerators.load(accelerator), packs, false, COSTS.packedChain());
        return FpgaModel.fit(engine, FpgaDevices.named(device), COSTS);
    }

    /** By hand from the shapes that a block can be set to. */
    @ParameterizedTest
    @CsvSource({
        "BRAM36, 512, 36, 0.5",
        "BRAM36, 1024, 36, 1",
        "BRAM36, 2048, 64, 4",
        "BRAM36, 2048, 128, 7.5",
        "BRAM36, 1, 1, 0.5",
        "M20K, 512, 40, 1",
        "M20K, 1024, 40, 2",
        "M10K, 256, 41, 2",
        "EBR18, 1024, 19, 2"
    })
    void aMemoryTakesTheBestShapeOfItsBlocks(BlockRamKind kind, long depth, long bits, double blocks) {
        assertThat(kind.blocks(depth, bits)).isEqualTo(blocks);
    }

    @ParameterizedTest
    @CsvSource({
        "DSP48E1, INT8, true, 1",
        "DSP48E2, INT8, true, 0.5",
        "DSP48E2, INT8, false, 1",
        "DSP48E1, INT16, true, 1",
        "DSP48E1, INT32, true, 4",
        "DSP48E1, FLOAT32, true, 5",
        "HARD_FLOAT, FLOAT32, true, 1",
        "VARIABLE_PRECISION, INT16, true, 0.5",
        "SYS_DSP, INT32, true, 4"
    })
    void aMacTakesItsShareOfABlock(DspKind kind, DataType type, boolean packs, double blocks) {
        assertThat(kind.blocksPerMac(type, packs)).isEqualTo(blocks);
    }

    @Test
    void totalsAreSumsOfComponents() {
        FpgaFit fit = fit("zu9eg-32x32", "zu9eg", false);
        for (Resource resource : Resource.values()) {
            double sum = fit.components().stream()
                    .mapToDouble(component -> component.use().of(resource))
                    .sum();
            assertThat(fit.total().of(resource)).isEqualTo(sum);
        }
        assertThat(fit.total().dsps()).isEqualTo(32 * 32 + 2);
    }

    /** The presets that say which device they are made for. */
    @ParameterizedTest
    @CsvSource({"zu9eg-32x32, zu9eg", "u250-64x64, u250", "zynq-7020-14x14, zynq-7020", "zhang-fpga15, virtex7-485t"})
    void presetsForADeviceAreCountedOnIt(String accelerator, String device) {
        FpgaFit fit = fit(accelerator, device, false);
        assertThat(fit.share(Resource.DSP)).as("%s", fit).isLessThanOrEqualTo(1);
        assertThat(fit.share(Resource.LOGIC)).as("%s", fit).isLessThanOrEqualTo(1);
    }

    @Test
    void ultraRamTakesLargeBuffersWhereADeviceHasIt() {
        assertThat(fit("tpu-v1", "u250", true).total().ultraRams()).isPositive();
        assertThat(fit("tpu-v1", "zu9eg", true).total().ultraRams()).isZero();
    }

    @Test
    void whatFitsInsteadFitsAndIsSmaller() {
        FpgaDevice device = FpgaDevices.named("zu3eg");
        Accelerator machine = Accelerators.load("zu9eg-32x32");
        Instead.Counting counting = Instead.Counting.of(true, false, COSTS);
        assertThat(counting.count(machine, device).fits()).isFalse();
        Instead instead = Instead.of(machine, device, ALL, counting);
        Accelerator smaller = instead.smaller().orElseThrow();
        assertThat(counting.count(smaller, device).fits()).isTrue();
        assertThat(smaller.onChipBytes() + smaller.peakMacsPerSecond())
                .isLessThan(machine.onChipBytes() + machine.peakMacsPerSecond());
        assertThat(counting.count(machine, instead.device().orElseThrow()).fits())
                .isTrue();
    }

    @Test
    void aTpuFitsOnNoneOfTheDevicesAndSaysWhatBinds() {
        FpgaDevice device = FpgaDevices.named("u250");
        Instead.Counting counting = Instead.Counting.of(true, false, COSTS);
        Accelerator tpu = Accelerators.load("tpu-v1");
        assertThat(counting.count(tpu, device).binding()).isEqualTo(Resource.DSP);
        Instead instead = Instead.of(tpu, device, ALL, counting);
        assertThat(instead.device()).isEmpty();
        assertThat(counting.count(instead.smaller().orElseThrow(), device).fits())
                .isTrue();
    }

    @Test
    void largerBuffersAndArraysNeverTakeLess() {
        Accelerator small = Accelerators.load("zu9eg-32x32");
        FpgaDevice device = FpgaDevices.named("zu9eg");
        Instead.Counting counting = Instead.Counting.of(true, false, COSTS);
        Use before = counting.count(small, device).total();
        for (int factor = 2; factor <= 16; factor *= 2) {
            int times = factor;
            Accelerator larger = small.with(small.peArray().with(32 * factor, 32 * factor))
                    .with(
                            small.buffers().stream()
                                    .map(buffer -> buffer.withBytes(times * buffer.bytes()))
                                    .toList(),
                            small.accumulators());
            Use after = counting.count(larger, device).total();
            for (Resource resource : Resource.values()) {
                assertThat(after.of(resource)).isGreaterThanOrEqualTo(before.of(resource));
            }
            before = after;
        }
    }

    @Test
    void coresAreEnginesSideBySide() {
        Accelerator machine = Accelerators.load("zu9eg-32x32");
        FpgaDevice device = FpgaDevices.named("zu9eg");
        Use one = FpgaModel.fit(Engine.of(machine, true, false, COSTS.packedChain()), device, COSTS)
                .total();
        Use three = FpgaModel.fit(Engine.of(machine.withCores(3), true, false, COSTS.packedChain()), device, COSTS)
                .total();
        for (Resource resource : Resource.values()) {
            assertThat(three.of(resource)).isEqualTo(3 * one.of(resource));
        }
    }
}
