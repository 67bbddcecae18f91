/** For editors only: the constant that build.mjs gives the compiler, see dot.ts. */
declare const DOT_VARIANT: i32;
