// How the generated kernels read and write memory: in single precision, as they compute.
typedef float stored;
#define LOAD(from, at) ((from)[at])
#define STORE(value, to, at) ((to)[at] = (value))
#define LOAD2(from, at) vload2(0, (from) + (at))
#define STORE2(value, to, at) vstore2(value, 0, (to) + (at))
#define LOAD4(from, at) vload4(0, (from) + (at))
#define STORE4(value, to, at) vstore4(value, 0, (to) + (at))
#define LOAD8(from, at) vload8(0, (from) + (at))
#define STORE8(value, to, at) vstore8(value, 0, (to) + (at))
#define LOAD16(from, at) vload16(0, (from) + (at))
#define STORE16(value, to, at) vstore16(value, 0, (to) + (at))
// Where the address is a multiple of four elements.
#define ALIGNED4(from, at) (*(__global const float4 *)((from) + (at)))
#define ALIGN4(value, to, at) (*(__global float4 *)((to) + (at)) = (value))
