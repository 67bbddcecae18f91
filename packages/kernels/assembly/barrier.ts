/**
 * Where threads meet between two steps of the model. A counter and a generation: the last to arrive
 * resets the counter and starts the next generation; the others spin on it for a bounded time (under a
 * microsecond when all threads run), then sleep, so that more threads than cores cannot starve each other.
 */

/** Byte offsets in the state, all i32: threads that have arrived, barriers passed so far, threads asleep. */
const ARRIVED: usize = 0;
const GENERATION: usize = 4;
const ASLEEP: usize = 8;

/** Returns when `threads` threads have called it; see Kernels.barrier. */
export function barrier(state: usize, threads: i32, spins: i32): void {
  if (threads <= 1) return;
  // Read before arriving: afterwards the last thread may already have moved on.
  const generation = atomic.load<i32>(state, GENERATION);
  if (atomic.add<i32>(state, 1, ARRIVED) == threads - 1) {
    atomic.store<i32>(state, 0, ARRIVED);
    atomic.store<i32>(state, generation + 1, GENERATION);
    // A thread counts itself as asleep before it looks at the generation a last time, so one of the two
    // sees the other. Waking costs microseconds, and is seldom needed.
    if (atomic.load<i32>(state, ASLEEP) != 0) atomic.notify(state + GENERATION, -1);
    return;
  }
  for (let spin = 0; spin < spins; spin++) {
    if (atomic.load<i32>(state, GENERATION) != generation) return;
  }
  atomic.add<i32>(state, 1, ASLEEP);
  while (atomic.load<i32>(state, GENERATION) == generation) {
    atomic.wait<i32>(state + GENERATION, generation, -1);
  }
  atomic.sub<i32>(state, 1, ASLEEP);
}
