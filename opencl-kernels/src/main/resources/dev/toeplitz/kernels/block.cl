// A block of the result for each work-group, a part of it for each work-item, from tiles in local memory.
//
//                            columns of the block
//                           +--------------------+
//   right, deep x columns   |  tile in local     |    all work-items bring both tiles in (stage), neighbouring ones
//                           +--------------------+    neighbours in memory, four at a time where they lie together
//   left,      +------+     +--------------------+
//   deep x     | tile |     | a b . . a b . .    |    each work-item (a, b ...) has rows x columns of sums in registers,
//   rows       |  in  |     | c d . . c d . .    |    and takes rows + columns numbers from local memory for rows times
//   of the     | local|     |                    |    columns fused multiply-adds; its columns are vectors of four, those
//   block      +------+     +--------------------+    of neighbours beside them, so that a row is stored as one stretch
//
// Either operand is read through its view, so the Toeplitz matrix of a convolution is never written: an address is a part by the
// place in the block, found once, and a part by the point of the reduction, found for each tile; what is outside counts as 0.
// Weights lie in panels as wide as a tile.
//
// For GPUs: work-items of a group run side by side and share local memory.
__kernel __attribute__((reqd_work_group_size($items$, 1, 1))) void $kernel$($arguments$ __global stored *restrict result)
{
    __local float4 left_tile[$left_elements$ / 4];
    __local float4 right_tile[$right_elements$ / 4];
    __local float *const left = (__local float *)left_tile;
    __local float *const right = (__local float *)right_tile;
    const int item = get_local_id(0);
    const int block = get_group_id(0);
    $decode$
    const int row = item / $item_cols$;
    const int col = item % $item_cols$;
    $before$
    $accumulators$
    for (int depth = 0; depth < $reduction$; depth += $deep$) {
        $stage$
        barrier(CLK_LOCAL_MEM_FENCE);
        for (int k = 0; k < $deep$; k++) {
            $multiply$
        }
        barrier(CLK_LOCAL_MEM_FENCE);
    }
    $epilogue$
}
