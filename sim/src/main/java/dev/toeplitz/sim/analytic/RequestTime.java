package dev.toeplitz.sim.analytic;

import dev.toeplitz.graph.step.Axis;
import dev.toeplitz.graph.step.Axis.Affine;
import dev.toeplitz.graph.step.Axis.Term;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Requests;
import dev.toeplitz.sim.cost.Stream;
import dev.toeplitz.sim.cost.Traffic;
import dev.toeplitz.sim.mapping.Hold;
import dev.toeplitz.terms.DataType;
import dev.toeplitz.terms.MatrixAxis;
import dev.toeplitz.terms.Operand;

/**
 * Cycles in which a mapping's transfers pass request by request ({@link Requests}), beside what the bandwidth allows; a
 * Toeplitz matrix is made before, in long bursts. A row
 * of a tile is as wide as the tile along the side of the array that it feeds; what a stride leaves out between pixels comes
 * along. A line is in the cache again if all that was touched since its last use fits there; what a layer touches first is
 * there if the whole layer fits.
 *
 * @param reads cycles of all loads; {@code writes} of all stores. They overlap
 * @param first cycles of the loads of one tile, before the array can begin
 * @param last cycles of the stores of one tile, after the array is done
 */
public record RequestTime(long reads, long writes, long first, long last) {
    static final RequestTime NONE = new RequestTime(0, 0, 0, 0);

    /** Cycles of loads and stores side by side: the last results leave after all loads, the first ones after the first. */
    long cycles(long firstCycles, long lastCycles) {
        return equals(NONE) ? 0 : Math.max(reads + lastCycles, firstCycles + writes);
    }

    static RequestTime of(Choice choice, Accelerator accelerator, Traffic dram) {
        return accelerator
                .dma()
                .requests()
                .map(requests -> new Counter(choice, accelerator, requests, dram).time())
                .orElse(NONE);
    }

    private record Counter(Choice choice, Accelerator accelerator, Requests requests, Traffic dram) {
        RequestTime time() {
            boolean explicit = dram.bytes(Stream.IM2COL_WRITE) > 0;
            double reads = (explicit ? streamed(Stream.INPUT_READ) : rows(Operand.INPUT, Stream.INPUT_READ))
                    + rows(Operand.WEIGHT, Stream.WEIGHT_READ)
                    + streamed(Stream.PARTIAL_SUM_READ)
                    + streamed(Stream.EPILOGUE_READ);
            double writes = rows(Operand.OUTPUT, Stream.OUTPUT_WRITE) + streamed(Stream.PARTIAL_SUM_WRITE);
            long tiles = choice.tiles();
            long results = tiles / choice.cut(MatrixAxis.K).trips;
            return new RequestTime(whole(reads), whole(writes), whole(reads / tiles), whole(writes / results));
        }

        private static long whole(double cycles) {
            return (long) Math.ceil(cycles);
        }

        private double streamed(Stream stream) {
            return Math.ceil(dram.bytes(stream) / (double) requests.bytes()) * requests.cycles();
        }

        private double rows(Operand operand, Stream stream) {
            long bytes = dram.bytes(stream);
            if (bytes == 0) {
                return 0;
            }
            long row = rowBytes(operand);
            double asked = gaps(operand) * bytes / row * requests.of(row);
            double missed = missed(operand, bytes) / (double) bytes;
            // Neighbours in one line each wait for it where rows are narrower; else what is missed comes line by line.
            double lines = wholeRowBytes(operand) < requests.bytes() ? asked : bytes / (double) requests.bytes();
            return asked * requests.cycles() + missed * lines * (requests.missCycles() - requests.cycles());
        }

        private long rowBytes(Operand operand) {
            return rowBytes(operand, false);
        }

        /** As they lie in DRAM, whatever tiles they are cut into. */
        private long wholeRowBytes(Operand operand) {
            return rowBytes(operand, true);
        }

        /** Bytes of neighbours along the array's columns, or its rows where the operand does not lie on columns. */
        private long rowBytes(Operand operand, boolean whole) {
            Nest nest = choice.nest();
            boolean[] moved = nest.geometry.moves[operand.ordinal()];
            long onRows = 1;
            long onCols = 1;
            boolean lies = false;
            for (int loop = 0; loop < nest.extents.length; loop++) {
                int steps = whole ? nest.extents[loop] : choice.tile(loop);
                onRows *= moved[loop] && nest.onRows[loop] ? steps : 1;
                onCols *= moved[loop] && nest.onCols[loop] ? steps : 1;
                lies |= moved[loop] && nest.onCols[loop];
            }
            return Math.max(1, type(operand).bytes(lies ? onCols : onRows));
        }

        private DataType type(Operand operand) {
            return switch (operand) {
                case INPUT -> accelerator.precision().input();
                case WEIGHT -> accelerator.precision().weight();
                case OUTPUT -> accelerator.precision().output();
            };
        }

        /**
         * How many times as many elements lie between the ends of a tile of the input as its bytes count: what a stride
         * leaves out comes along. Bytes of tiles that have some of a filter's taps are those of all taps.
         */
        private double gaps(Operand operand) {
            double gaps = 1;
            if (operand == Operand.INPUT) {
                Geometry geometry = choice.nest().geometry;
                for (Axis axis : geometry.work.contract().left().axes()) {
                    gaps *= axis instanceof Affine affine ? gaps(affine, geometry) : 1;
                }
            }
            return gaps;
        }

        private double gaps(Affine axis, Geometry geometry) {
            long span = 1;
            long counted = 1;
            long used = 1;
            boolean slides = false;
            for (Term term : axis.terms()) {
                int loop = geometry.indexOf(term.dim());
                long step = Math.abs((long) term.coefficient());
                int steps = geometry.roles[loop] == MatrixAxis.K ? geometry.extents[loop] : choice.tile(loop);
                span += step * (choice.tile(loop) - 1);
                counted += step * (steps - 1);
                used *= steps;
                slides |= geometry.roles[loop] == MatrixAxis.M;
            }
            return slides ? span / (double) Math.min(counted, used) : 1;
        }

        /** Bytes that are no longer in the cache when they are asked for. */
        private long missed(Operand operand, long bytes) {
            long once = bytes / (choice.hold(operand) == Hold.TILE ? loads(operand) : 1);
            long layer = 0;
            long since = 0;
            for (Operand each : Operand.values()) {
                layer += wholeBytes(each);
                since += touched(each, Choice.still(operand));
            }
            return (layer > requests.cacheBytes() ? once : 0) + (since > requests.cacheBytes() ? bytes - once : 0);
        }

        private long loads(Operand operand) {
            return operand == Operand.OUTPUT ? 1 : choice.fetches(operand);
        }

        private long wholeBytes(Operand operand) {
            return type(operand).bytes(choice.nest().geometry.elements[operand.ordinal()]);
        }

        /** Bytes of whole lines of an operand that the loops inside a role's go over. */
        private long touched(Operand operand, MatrixAxis role) {
            long elements = 1;
            for (MatrixAxis each : MatrixAxis.values()) {
                boolean inside = choice.order().isInside(each, role);
                elements *= choice.most(operand, each, inside);
            }
            long row = rowBytes(operand);
            long lines = Math.ceilDiv(type(operand).bytes(elements), row) * requests.of(row);
            return Math.min(wholeBytes(operand), lines * requests.bytes());
        }
    }
}
