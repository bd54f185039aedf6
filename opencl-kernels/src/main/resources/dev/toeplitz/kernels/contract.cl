// result += left * right over the loops of the reduction: one work-item an element of the result.
//
//   id --> indices of the result's loops          ($decode$)
//   for each point of the reduction ($loops$):    left[...] * right[...], where both exist
//
// The general candidate: any contraction whose result is written once an element. Nothing is packed or tiled.
__kernel void contract(__global const float *left, __global const float *right, __global float *result)
{
    const int id = get_global_id(0);
    $decode$
    float sum = 0.0f;
    $loops$ {
        if ($inside$) {
            sum = fma(left[$left$], right[$right$], sum);
        }
    }
    result[$result$] = sum;
}
