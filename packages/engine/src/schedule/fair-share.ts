/**
 * Who is served next when several users want more than there is: whoever has been served least, as in
 * the virtual token counter of Sheng et al. 2024 ("Fairness in Serving Large Language Models"). A user who
 * comes back after a pause starts level with the one served least now, so that nobody saves up a claim.
 */
export class FairShare {
  /** Work done for each user. */
  readonly #served = new Map<string, number>();
  /** Requests that each user has in the engine. */
  readonly #requests = new Map<string, number>();

  enter(user: string): void {
    const requests = this.#requests.get(user) ?? 0;
    if (requests === 0) {
      const others = [...this.#requests.keys()].map((other) => this.served(other));
      const least = others.length > 0 ? Math.min(...others) : 0;
      this.#served.set(user, Math.max(this.served(user), least));
    }
    this.#requests.set(user, requests + 1);
  }

  leave(user: string): void {
    const requests = this.#requests.get(user) ?? 0;
    if (requests > 1) this.#requests.set(user, requests - 1);
    else this.#requests.delete(user);
    // With nobody left there is nothing to be fair about, and the table need not grow for ever.
    if (this.#requests.size === 0) this.#served.clear();
  }

  charge(user: string, work: number): void {
    this.#served.set(user, this.served(user) + work);
  }

  served(user: string): number {
    return this.#served.get(user) ?? 0;
  }
}
