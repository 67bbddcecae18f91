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
    if (requests === 0) this.#served.set(user, Math.max(this.served(user), this.#least));
    this.#requests.set(user, requests + 1);
  }

  leave(user: string): void {
    const requests = this.#requests.get(user) ?? 0;
    if (requests > 1) {
      this.#requests.set(user, requests - 1);
      return;
    }
    this.#requests.delete(user);
    // Whoever is gone and was not served more than the others would start level with them anyway.
    const least = this.#least;
    for (const [other, served] of this.#served) {
      const isGone = !this.#requests.has(other);
      if (isGone && (served <= least || this.#requests.size === 0)) this.#served.delete(other);
    }
  }

  /** What the user with requests here who was served least got; 0 where there is none. */
  get #least(): number {
    if (this.#requests.size === 0) return 0;
    let least = Number.POSITIVE_INFINITY;
    for (const user of this.#requests.keys()) least = Math.min(least, this.served(user));
    return least;
  }

  charge(user: string, work: number): void {
    this.#served.set(user, this.served(user) + work);
  }

  served(user: string): number {
    return this.#served.get(user) ?? 0;
  }
}
