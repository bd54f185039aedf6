// How the generated kernels read and write memory: in single precision, as they compute.
typedef float stored;
#define LOAD(from, at) ((from)[at])
#define STORE(value, to, at) ((to)[at] = (value))
