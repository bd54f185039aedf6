// 8-bit integers as single-precision numbers, for tiles to multiply: one work-item sixteen of them. The last ones may be beyond the end,
// where buffers have room.
__kernel void $kernel$(__global const $read$ *restrict in0, __global stored *restrict result)
{
    const int id = get_global_id(0);
    vstore16(convert_float16(vload16(id, in0)), id, result);
}
