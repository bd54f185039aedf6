// An expression of one element of each operand: one work-item an element of the result.
__kernel void pointwise($arguments$ __global float *result)
{
    const int id = get_global_id(0);
    $decode$
    $loads$
    result[id] = $expression$;
}
