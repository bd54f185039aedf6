// A fold over a window: one work-item an element of the result, the window in order; what is outside is left out.
__kernel void $kernel$($arguments$ __global $held$ *result)
{
    const int id = get_global_id(0);
    $decode$
    float folded = $identity$;
    float best = 0.0f; // for folds that give a position
    int count = 0;
    int position = 0;
    $loops$ {
        if ($inside$) {
            const float x = LOAD(in0, $operand$);
            folded = $fold$;
            count++;
        }
        position++;
    }
    const $type$ made = $finish$;
    $epilogue$
    STORE($value$, result, $result$);
}
