/** Names close to one that was not found: for "did you mean". */

const MOST_SUGGESTIONS = 3;

/** Up to three of `names` that are close to `wanted`, best first; each once. */
export function closeNames(wanted: string, names: Iterable<string>): string[] {
  const target = wanted.toLowerCase();
  const ranked: { name: string; distance: number }[] = [];
  for (const name of new Set(names)) {
    const candidate = name.toLowerCase();
    const related =
      Math.min(candidate.length, target.length) >= 3 &&
      (candidate.includes(target) || target.includes(candidate));
    const distance = related ? 1 : editDistance(target, candidate);
    const limit = Math.max(1, Math.floor(target.length / 3));
    if (distance <= limit && name !== wanted) ranked.push({ name, distance });
  }
  ranked.sort((one, other) => one.distance - other.distance);
  return ranked.slice(0, MOST_SUGGESTIONS).map(({ name }) => name);
}

/** Insertions, deletions, replacements and swaps of neighbours that turn one word into the other. */
function editDistance(one: string, other: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, j) => j);
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      const replaced = last[j - 1]! + (one[i - 1] === other[j - 1] ? 0 : 1);
      let best = Math.min(last[j]! + 1, row[j - 1]! + 1, replaced);
      const swapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      if (swapped) best = Math.min(best, beforeLast[j - 2]! + 1);
      row.push(best);
    }
    beforeLast = last;
    last = row;
  }
  return last[other.length]!;
}
