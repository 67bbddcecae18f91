export const availableParallelism = () => navigator.hardwareConcurrency;
