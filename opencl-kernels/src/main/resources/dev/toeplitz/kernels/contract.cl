// result += left * right over the loops of the reduction: one work-item an element of the result.
//
//   id --> indices of the result's loops          ($decode$)
//   for each point of the other loops ($loops$):  left[...] * right[...], where both exist
//
// Where several points add into one element (transposed convolution), the loop that $solve$ gives is computed from the
// element and the others, and the point counts only where that comes out whole. The general candidate: any contraction;
// nothing is packed or tiled.
__kernel void $kernel$($arguments$ __global $held$ *result)
{
    const int id = get_global_id(0);
    $decode$
    $type$ made = 0;
    $loops$ {
        $solve$
        if ($inside$) {
            made = $sum$;
        }
    }
    const int at = $result$;
    {
        $epilogue$
        STORE($value$, result, at);
    }
}
