// The same number everywhere: one work-item an element of the result.
__kernel void $kernel$(__global $held$ *result)
{
    const int id = get_global_id(0);
    $decode$
    STORE($fill$, result, $result$);
}
