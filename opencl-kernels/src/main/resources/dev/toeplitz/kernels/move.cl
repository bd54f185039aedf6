// The same elements elsewhere: one work-item a point of the copy's loops; what is outside is the fill.
__kernel void $kernel$(__global const $read$ *in0, __global $held$ *result)
{
    const int id = get_global_id(0);
    $decode$
    STORE(($inside$) ? LOAD(in0, $source$) : $fill$, result, $result$);
}
