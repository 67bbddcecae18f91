/**
 * Decides how many of the threads take part in a step. All of them, as a rule; but where other
 * programs want the cores, or there are more threads than cores, every barrier waits for a thread that
 * the operating system put aside, and two threads can be ten times slower than one. The sign is the
 * caller's own time: once it waits longer than it works, half as many threads would be done sooner.
 * Since results do not depend on the number of threads, it can change at every step.
 */

/** How much one step counts in the running share of bad steps: four bad ones in a row pass the limit. */
const STEP_WEIGHT = 0.2;
const BAD_LIMIT = 0.5;
/** With more threads on trial, three bad steps are enough to go back; the first only finds them asleep. */
const BAD_ON_TRIAL = 0.2;

/** After how much time with fewer threads more are tried again; twice that after each trial that failed. */
const FIRST_PATIENCE_MS = 100;
const LONGEST_PATIENCE_MS = 3_200;

export class ThreadGovernor {
  /** Threads may be available / divisor; a power of two. */
  #divisor = 1;
  /** Running share of steps in which waiting took longer than working. */
  #bad = 0;
  #patienceMs = FIRST_PATIENCE_MS;
  /** Time spent computing since the number last changed. */
  #sinceChangeMs = 0;

  /** Threads for the next step, out of `available`. */
  choose(available: number): number {
    if (this.#divisor > 1 && this.#sinceChangeMs >= this.#patienceMs) {
      this.#change(this.#divisor / 2, BAD_ON_TRIAL);
      // Forgiven once the trial lasted as long as the patience before it.
      this.#patienceMs = Math.min(2 * this.#patienceMs, LONGEST_PATIENCE_MS);
    }
    return Math.max(1, Math.floor(available / this.#divisor));
  }

  /** Told how long a step on `threads` threads took, and how much of that the caller's thread waited. */
  report(threads: number, totalMs: number, waitedMs: number): void {
    this.#sinceChangeMs += totalMs;
    if (threads === 1) return;
    const bad = waitedMs > totalMs - waitedMs;
    this.#bad += STEP_WEIGHT * ((bad ? 1 : 0) - this.#bad);
    if (this.#bad > BAD_LIMIT) this.#change(2 * this.#divisor, 0);
    else if (this.#sinceChangeMs >= this.#patienceMs) this.#patienceMs = FIRST_PATIENCE_MS;
  }

  #change(divisor: number, bad: number): void {
    this.#divisor = divisor;
    this.#bad = bad;
    this.#sinceChangeMs = 0;
  }
}
