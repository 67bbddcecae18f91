/** For editors only: the constant that build.mjs defines, 1 in kernels-relaxed.wasm and 0 in kernels.wasm. */
declare const RELAXED_DOT: i32;
