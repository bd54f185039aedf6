// Neighbours along one loop of the result side by side in vectors: element-wise steps, folds over windows, copies, and
// contractions without a loop of their own on either side (depthwise convolution).
//
//   id --> the outer loops ($decode$), one work-item each; the inner ones run within ($heads$)
//
//   result   |----|----|----|--|      LANES at a time along the loop; the last vector ends where the row ends, so it may
//                       |----|        compute some elements a second time, to the same values
//
// For CPUs, with work-groups of one: what runs side by side is the vector.
__kernel __attribute__((reqd_work_group_size(1, 1, 1))) void $kernel$($arguments$ __global $held$ *restrict result)
{
    const int item = get_global_id(0);
    $decode$
    $heads$ {
        for (int next = $first$; next < $last$; next += $lanes$) {
            const int $along$ = $start$;
            $before$
            $loops$ {
                $body$
            } $ends$
            $after$
            $store$
        }
    }
}
