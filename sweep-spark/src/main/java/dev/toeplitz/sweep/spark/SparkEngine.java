package dev.toeplitz.sweep.spark;

import dev.toeplitz.sweep.engine.Engine;
import dev.toeplitz.sweep.space.Outcome;
import dev.toeplitz.terms.InputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * The cores of a cluster. Designs that are given at once are a job, some following each other a task of it; the outcomes
 * come back in order. A task whose node is lost is run elsewhere by Spark.
 */
final class SparkEngine implements Engine {
    /** So many that cores end together. */
    private static final int TASKS_A_CORE = 3;

    /** Each costs the driver two milliseconds, so that a large cluster gets one a core. */
    private static final int ENOUGH_TASKS = 600;

    private static final long MOST_SECONDS_TO_START = 60;

    private final JavaSparkContext spark;
    private final Broadcast<StudyText> study;

    /** What {@code spark.*} properties of the system say, as those of {@code spark-submit}, goes before anything here. */
    SparkEngine(StudyText text, Master master) {
        SparkConf conf = new SparkConf();
        conf.setMaster(master.url());
        conf.setIfMissing("spark.app.name", "toeplitz sweep");
        conf.setIfMissing("spark.ui.enabled", "false");
        conf.setIfMissing("spark.ui.showConsoleProgress", "false");
        Shipment.add(conf);
        master.requireReachable();
        try {
            spark = new JavaSparkContext(conf);
        } catch (Exception e) {
            throw new InputException(
                    "Spark does not start at %s (%s)".formatted(master.url(), e.getMessage()),
                    "a cluster of Spark 4.2 or later on JDK 25 or later",
                    "look into the master's log",
                    e);
        }
        try {
            if (!master.isLocal()) {
                awaitExecutors(1);
            }
            study = spark.broadcast(text);
        } catch (RuntimeException e) {
            spark.close();
            throw e;
        }
    }

    /** Waits until so many are there; more may come later, and take tasks then. */
    void awaitExecutors(int count) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS_TO_START);
        while (executors() < count) {
            if (System.nanoTime() > end) {
                throw new InputException(
                        "no worker of %s gave an executor in %d s".formatted(spark.master(), MOST_SECONDS_TO_START),
                        "one with a free core and memory",
                        "start workers with $SPARK_HOME/sbin/start-worker.sh, or lower spark.executor.memory");
            }
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InputException("the wait for a worker was interrupted", "an executor", "start again", e);
            }
        }
    }

    int executors() {
        // The driver counts as one.
        return spark.sc().statusTracker().getExecutorInfos().length - 1;
    }

    /** As many cores as have registered so far. */
    @Override
    public int width() {
        return spark.defaultParallelism();
    }

    /** Every job has an end at which cores wait for the last; larger ones have fewer. */
    @Override
    public int most() {
        return 1 << 17;
    }

    @Override
    public double seconds() {
        return 4;
    }

    @Override
    public List<Outcome> run(long[] designs) {
        if (designs.length == 0) {
            return List.of();
        }
        List<long[]> tasks = tasks(designs, tasks());
        try {
            List<Outcome> outcomes = new ArrayList<>(designs.length);
            spark.parallelize(tasks, tasks.size())
                    .map(new Trials(study))
                    .collect()
                    .forEach(each -> outcomes.addAll(Arrays.asList(each)));
            return outcomes;
        } catch (Exception e) {
            // Scala declares nothing: Spark's own, which is checked, passes through as well.
            throw new InputException(
                    "the cluster gave up (%s)"
                            .formatted(String.valueOf(e.getMessage())
                                    .lines()
                                    .findFirst()
                                    .orElse("")),
                    "outcomes of %d designs".formatted(designs.length),
                    "look into the executors' logs; the same command goes on from the store",
                    e);
        }
    }

    private int tasks() {
        return Math.max(width(), Math.min(TASKS_A_CORE * width(), ENOUGH_TASKS));
    }

    /** Parts of designs that follow each other, which differ least and so share most; in size by one at most. */
    static List<long[]> tasks(long[] designs, int most) {
        int count = Math.min(designs.length, most);
        List<long[]> tasks = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int from = (int) ((long) designs.length * i / count);
            int to = (int) ((long) designs.length * (i + 1) / count);
            tasks.add(Arrays.copyOfRange(designs, from, to));
        }
        return tasks;
    }

    @Override
    public void close() {
        spark.close();
    }
}
