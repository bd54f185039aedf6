// The same elements elsewhere: one work-item a point of the copy's loops; what is outside is the fill.
__kernel void $kernel$(__global const float *in0, __global float *result)
{
    const int id = get_global_id(0);
    $decode$
    result[$result$] = ($inside$) ? in0[$source$] : $fill$;
}
