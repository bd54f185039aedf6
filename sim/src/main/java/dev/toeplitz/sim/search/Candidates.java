package dev.toeplitz.sim.search;

import java.util.ArrayList;
import java.util.List;

/**
 * The mappings of a map space of which some is the fastest on every machine that differs in bandwidth and clock alone: those
 * that no earlier one is at least as good as in pace, DRAM bytes, tiles and array cycles. Cycles grow, or stay, with each of
 * the first three, and ties go to fewer bytes, then fewer array cycles, then whichever comes first.
 */
final class Candidates {
    /** Cuts, order and holds as {@link TileSearch} numbers them, and what follows from them. */
    record Candidate(
            int groups,
            int m,
            int n,
            int k,
            int order,
            int holds,
            long pace,
            long bytes,
            long tiles,
            long arrayCycles) {
        boolean isNoWorse(long otherPace, long otherBytes, long otherTiles, long otherArrayCycles) {
            return pace <= otherPace && bytes <= otherBytes && tiles <= otherTiles && arrayCycles <= otherArrayCycles;
        }
    }

    /** Whether tiles cost time. */
    private final boolean tilesCount;

    private final List<Candidate> members = new ArrayList<>();

    Candidates(boolean tilesCount) {
        this.tilesCount = tilesCount;
    }

    private long counted(long tiles) {
        return tilesCount ? tiles : 0;
    }

    /** Whether one of these is preferred on every machine to whatever comes now and has at least these figures. */
    boolean excludes(long pace, long bytes, long tiles, long arrayCycles) {
        for (int i = members.size() - 1; i >= 0; i--) {
            if (members.get(i).isNoWorse(pace, bytes, counted(tiles), arrayCycles)) {
                return true;
            }
        }
        return false;
    }

    /** Takes one in that is not excluded, and those out that it is better than everywhere. */
    void add(Candidate found) {
        Candidate each = new Candidate(
                found.groups,
                found.m,
                found.n,
                found.k,
                found.order,
                found.holds,
                found.pace,
                found.bytes,
                counted(found.tiles),
                found.arrayCycles);
        members.removeIf(other -> each.isNoWorse(other.pace, other.bytes, other.tiles, other.arrayCycles)
                && (each.bytes < other.bytes || each.arrayCycles < other.arrayCycles));
        members.add(each);
    }

    /** In the order in which a search meets them. */
    List<Candidate> members() {
        return List.copyOf(members);
    }
}
