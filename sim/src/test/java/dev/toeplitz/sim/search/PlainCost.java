package dev.toeplitz.sim.search;

import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Buffer;
import dev.toeplitz.hw.Im2col;
import dev.toeplitz.hw.Precision;
import dev.toeplitz.sim.analytic.ArrayStage;
import dev.toeplitz.sim.analytic.ArrayWaits;
import dev.toeplitz.sim.analytic.Choice;
import dev.toeplitz.sim.analytic.Cut;
import dev.toeplitz.sim.analytic.Ends;
import dev.toeplitz.sim.analytic.LoadBlocks;
import dev.toeplitz.sim.analytic.MappingTask;
import dev.toeplitz.sim.analytic.Occupancy;
import dev.toeplitz.terms.MatrixAxis;
import dev.toeplitz.terms.Operand;

/** The cost of one mapping, written down without regard to speed: what the search's flat arrays are held against. */
record PlainCost(long cycles, long dramBytes, long portBytes, long arrayCycles) {
    static PlainCost of(Choice choice, MappingTask task, Accelerator machine) {
        long ports = 0;
        long busiest = 0;
        for (Buffer buffer : machine.buffers()) {
            long bytes = 0;
            for (Operand operand : buffer.holds()) {
                bytes += portBytes(choice, operand, machine);
            }
            ports += bytes;
            busiest = Math.max(busiest, Math.ceilDiv(bytes, buffer.bytesPerCycle()));
        }
        long array = ArrayStage.cycles(machine.peArray(), choice.folds(), choice.foldCycles());
        long pace = Math.max(Math.max(array, busiest), task.vectorCycles())
                + task.exposedCycles()
                + Ends.firstCycles(task.geometry(), machine, task.site())
                + Ends.lastCycles(task.geometry(), machine, task.site());
        long dram = dramBytes(choice, task, machine);
        pace += (long) (dram * ArrayWaits.leastPerByte(machine));
        pace += waits(choice, task, machine, Operand.INPUT, array)
                + waits(choice, task, machine, Operand.WEIGHT, array);
        long memory = (long) Math.ceil(dram / machine.dramBytesPerCycle())
                + choice.tiles() * machine.dma().setupCycles();
        return new PlainCost(Math.max(pace, memory), dram, ports, array);
    }

    private static long portBytes(Choice choice, Operand operand, Accelerator machine) {
        Cut g = choice.cut(MatrixAxis.GROUPS);
        Cut m = choice.cut(MatrixAxis.M);
        Cut n = choice.cut(MatrixAxis.N);
        Cut k = choice.cut(MatrixAxis.K);
        Precision types = machine.precision();
        return switch (operand) {
            case INPUT -> types.input().bytes(g.points * m.points * k.points * n.folds);
            case WEIGHT -> types.weight().bytes(g.points * n.points * k.points * m.folds);
            case OUTPUT ->
                machine.accumulators().present()
                        ? types.output().bytes(g.points * m.points * n.points)
                        : types.accumulator().bytes(g.points * m.points * n.points * k.folds);
        };
    }

    /** Cycles in which the array stands still for an operand's loads. */
    static long waits(Choice choice, MappingTask task, Accelerator machine, Operand operand, long array) {
        Precision types = machine.precision();
        long bytes = (operand == Operand.INPUT ? types.input() : types.weight()).bytes(choice.summed(operand));
        LoadBlocks blocks = LoadBlocks.of(operand, choice.nest(), machine, task.site());
        return blocks.waits(bytes, fetches(choice, task, machine, operand), array);
    }

    private static long fetches(Choice choice, MappingTask task, Accelerator machine, Operand operand) {
        LoadBlocks blocks = LoadBlocks.of(operand, choice.nest(), machine, task.site());
        return Math.max(choice.fetches(operand), blocks.fetches());
    }

    private static long dramBytes(Choice choice, MappingTask task, Accelerator machine) {
        Precision types = machine.precision();
        boolean explicit = Occupancy.expands(task.geometry(), machine) && machine.im2col() == Im2col.EXPLICIT;
        long bytes = task.otherBytes();
        long inputFetches = fetches(choice, task, machine, Operand.INPUT);
        long weightFetches = fetches(choice, task, machine, Operand.WEIGHT);
        if (explicit) {
            var work = task.geometry().work;
            long matrix = types.input().bytes(work.groups() * work.m() * work.k());
            long map = types.input().bytes(task.geometry().elements[0]);
            bytes += matrix * (1 + inputFetches) + (task.site().inputStays() ? 0 : map);
        } else if (!task.site().inputStays()) {
            bytes += types.input().bytes(choice.summed(Operand.INPUT)) * inputFetches;
        }
        if (!task.site().weightStays()) {
            bytes += types.weight().bytes(choice.summed(Operand.WEIGHT)) * weightFetches;
        }
        if (!task.site().outputStays()) {
            bytes += types.output().bytes(choice.summed(Operand.OUTPUT));
        }
        return bytes + 2 * choice.spills() * types.accumulator().bytes(choice.summed(Operand.OUTPUT));
    }

    double value(Objective objective, AccessEnergy energy, long macs) {
        double picojoules = energy.picojoules(dramBytes, portBytes, macs);
        return switch (objective) {
            case CYCLES -> cycles;
            case ENERGY -> picojoules;
            case EDP -> picojoules * cycles;
        };
    }

    /** What decides among mappings of one value. */
    long tie(Objective objective) {
        return objective == Objective.CYCLES ? dramBytes : cycles;
    }
}
