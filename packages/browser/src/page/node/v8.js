/** A page cannot choose the compiler: it gets the quick one first. */
export const setFlagsFromString = () => {};
