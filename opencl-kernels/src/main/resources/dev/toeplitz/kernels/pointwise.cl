// An expression of one element of each operand: one work-item an element of the result.
__kernel void $kernel$($arguments$ __global $held$ *result)
{
    const int id = get_global_id(0);
    $decode$
    $epilogue$
    STORE($value$, result, $result$);
}
