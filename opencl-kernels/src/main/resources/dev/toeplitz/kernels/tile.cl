// A tile of the result in registers: COLS neighbours along one loop of the left operand by WIDTH neighbours along the right
// operand's loop, which are vectors.
//
//                       WIDTH = vectors x LANES
//                      +-----------------+
//   right, packed      |  row of weights |    one row for each point of the reduction, panel after panel
//                      +-----------------+
//            +---+     +-----------------+
//      left  | x | --> |   accumulators  |    each element of the left column is spread over a vector and multiplied
//      COLS  | x |     |   COLS x WIDTH  |    with the row: COLS x vectors fused multiply-adds for COLS + vectors loads
//            +---+     +-----------------+
//
// The left operand is read through its view, so the Toeplitz matrix of a convolution is never written. Where a tile reaches
// into padding, which of its elements are outside depends on the tile and one filter index alone; for each such pattern there is a
// body that leaves them out ($cases$). The last tile of a row ends where the row ends, and the last vector stores only what exists.
//
// For CPUs, with work-groups of one.
__kernel __attribute__((reqd_work_group_size(1, 1, 1))) void $kernel$($arguments$ __global $held$ *restrict result)
{
    const int item = get_global_id(0);
    $decode$
    for (int tile = $first$; tile < $last$; tile++) {
        const int start = $start$;
        $accumulators$
        $outer$ {
            $cases$
        } $ends$
        $epilogue$
    }
}
