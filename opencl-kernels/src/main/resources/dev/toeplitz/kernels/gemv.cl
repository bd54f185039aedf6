// A matrix times few vectors: each work-group makes some columns, and several work-items share each column's sum out.
//
//               cols                            neighbouring work-items read neighbours of the matrix: of a row of it, where
//            +-----------+                      columns lie together (item % cols is the column), or of a sum (item % slices
//   slice 0  | a a a a a |  += x * w            is the slice); each element is read once and used for every vector
//   slice 1  | b b b b b |
//     ...    |           |                      in the end the slices are added in local memory, half of them to the other
//            +-----------+                      half, until one is left
//
// For GPUs: work-items of a group run side by side and share local memory.
__kernel __attribute__((reqd_work_group_size($items$, 1, 1))) void $kernel$($arguments$ __global stored *restrict result)
{
    __local float partial[$rows$ * $items$];
    const int item = get_local_id(0);
    const int block = get_group_id(0);
    $decode$
    const int col = $col$;
    const int slice = $slice$;
    $clamped$
    $sums$
    for (int depth = slice * $lanes$; depth < $reduction$; depth += $slices$ * $lanes$) {
        $point$
        $add$
    }
    $share$
    for (int rest = $slices$ / 2; rest > 0; rest /= 2) {
        barrier(CLK_LOCAL_MEM_FENCE);
        if (slice < rest) {
            for (int row = 0; row < $rows$; row++) {
                partial[(row * $slices$ + slice) * $cols$ + col] += partial[(row * $slices$ + slice + rest) * $cols$ + col];
            }
        }
    }
    if (slice == 0) {
        $epilogue$
    }
}
