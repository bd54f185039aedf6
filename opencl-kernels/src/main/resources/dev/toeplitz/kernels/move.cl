// The same elements elsewhere: one work-item a point of the copy's loops; what is outside is the fill.
__kernel void move(__global const float *source, __global float *result)
{
    const int id = get_global_id(0);
    $decode$
    result[$result$] = ($inside$) ? source[$source$] : $fill$;
}
