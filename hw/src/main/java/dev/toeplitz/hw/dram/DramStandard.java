package dev.toeplitz.hw.dram;

import dev.toeplitz.terms.Require;
import java.util.List;

/**
 * A DRAM standard at one speed, as one channel of it. Addresses fall on channels, bank groups and banks as {@code
 * sim.dram} spreads them.
 *
 * @param megatransfersPerSecond of each data pin
 * @param channels of a device or stack
 * @param clockNanoseconds of the commands
 * @param pageBytes of an open row, over the whole channel
 */
public record DramStandard(
        String name,
        int megatransfersPerSecond,
        int channelBits,
        int channels,
        double clockNanoseconds,
        int burstLength,
        int pageBytes,
        int bankGroups,
        int banksPerGroup,
        Timings timings) {
    public DramStandard {
        Require.positive("megatransfers_per_second", megatransfersPerSecond);
        Require.positive("channel_bits", channelBits);
        Require.positive("channels", channels);
        Require.positive("clock_ns", clockNanoseconds);
        Require.positive("burst_length", burstLength);
        Require.positive("bank_groups", bankGroups);
        Require.positive("banks_per_group", banksPerGroup);
        Require.atLeast("page_bytes", pageBytes, burstLength * channelBits / 8L);
    }

    public int banks() {
        return bankGroups * banksPerGroup;
    }

    /** Bytes that one READ or WRITE moves. */
    public int burstBytes() {
        return burstLength * channelBits / 8;
    }

    /** Clocks in which a burst occupies the data bus. */
    public int burstClocks() {
        return (int) Math.max(1, burstLength / Math.round(megatransfersPerSecond * clockNanoseconds / 1000));
    }

    /** Peak of a channel. */
    public double gigabytesPerSecond() {
        return megatransfersPerSecond * (double) channelBits / 8000;
    }

    public List<Constraint> constraints() {
        return timings.constraints(burstClocks());
    }
}
