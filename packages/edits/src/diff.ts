/**
 * The smallest set of changed runs between two sequences: E. W. Myers, "An O(ND) Difference Algorithm
 * and Its Variations" (1986), in the linear-space form (section 4b): find the middle of a shortest
 * path from both ends, then solve the two halves. Takes arrays of strings (lines), gives the runs that
 * differ. An insertion or deletion that could stand in several places is slid down as far as it goes.
 */

/** Items [beforeStart, beforeEnd) were replaced by [afterStart, afterEnd). */
export interface Span {
  readonly beforeStart: number;
  readonly beforeEnd: number;
  readonly afterStart: number;
  readonly afterEnd: number;
}

/** The runs in which `before` and `after` differ: ascending, not touching, minimal in inserted plus deleted items. */
export function diffSequences(before: readonly string[], after: readonly string[]): Span[] {
  const ids = new Map<string, number>();
  const intern = (items: readonly string[]) =>
    Int32Array.from(items, (item) => {
      const id = ids.get(item) ?? ids.size;
      ids.set(item, id);
      return id;
    });
  const problem: Problem = {
    a: intern(before),
    b: intern(after),
    deleted: new Uint8Array(before.length + 1),
    inserted: new Uint8Array(after.length + 1),
  };
  solve(problem, 0, before.length, 0, after.length);
  return slideDown(problem, spansOfMarks(problem));
}

/** The two sequences as numbers, and a mark for each item that is deleted or inserted. */
interface Problem {
  readonly a: Int32Array;
  readonly b: Int32Array;
  readonly deleted: Uint8Array;
  readonly inserted: Uint8Array;
}

/** Marks the differences between a[aStart, aEnd) and b[bStart, bEnd). */
function solve(problem: Problem, aStart: number, aEnd: number, bStart: number, bEnd: number): void {
  const { a, b } = problem;
  while (aStart < aEnd && bStart < bEnd && a[aStart] === b[bStart]) {
    aStart++;
    bStart++;
  }
  while (aStart < aEnd && bStart < bEnd && a[aEnd - 1] === b[bEnd - 1]) {
    aEnd--;
    bEnd--;
  }
  if (aStart === aEnd) problem.inserted.fill(1, bStart, bEnd);
  else if (bStart === bEnd) problem.deleted.fill(1, aStart, aEnd);
  else {
    const [aMiddle, bMiddle] = middlePoint(problem, aStart, aEnd, bStart, bEnd);
    solve(problem, aStart, aMiddle, bStart, bMiddle);
    solve(problem, aMiddle, aEnd, bMiddle, bEnd);
  }
}

/**
 * A point on a shortest edit path that is neither its start nor its end. Walks furthest-reaching paths
 * from both corners at once, one more edit each round, until two of them overlap on a diagonal.
 * The ends of both ranges differ and neither is empty (`solve` saw to that).
 */
function middlePoint(
  { a, b }: Problem,
  aStart: number,
  aEnd: number,
  bStart: number,
  bEnd: number,
): [number, number] {
  const n = aEnd - aStart;
  const m = bEnd - bStart;
  const delta = n - m;
  const odd = (delta & 1) !== 0;
  const rounds = Math.ceil((n + m) / 2);
  const origin = rounds + 1;
  // forward[origin + k]: furthest x on diagonal k = x - y from the start; backward likewise from the end.
  const forward = new Int32Array(2 * rounds + 3);
  const backward = new Int32Array(2 * rounds + 3);
  for (let d = 0; d <= rounds; d++) {
    for (let k = -d; k <= d; k += 2) {
      const down = k === -d || (k !== d && forward[origin + k - 1]! < forward[origin + k + 1]!);
      let x = down ? forward[origin + k + 1]! : forward[origin + k - 1]! + 1;
      let y = x - k;
      while (x < n && y < m && a[aStart + x] === b[bStart + y]) {
        x++;
        y++;
      }
      forward[origin + k] = x;
      const mirrored = delta - k;
      const met = odd && mirrored >= -(d - 1) && mirrored <= d - 1;
      if (met && x + backward[origin + mirrored]! >= n) return [aStart + x, bStart + y];
    }
    for (let k = -d; k <= d; k += 2) {
      const down = k === -d || (k !== d && backward[origin + k - 1]! < backward[origin + k + 1]!);
      let x = down ? backward[origin + k + 1]! : backward[origin + k - 1]! + 1;
      let y = x - k;
      while (x < n && y < m && a[aEnd - 1 - x] === b[bEnd - 1 - y]) {
        x++;
        y++;
      }
      backward[origin + k] = x;
      const mirrored = delta - k;
      const met = !odd && mirrored >= -d && mirrored <= d;
      if (met && x + forward[origin + mirrored]! >= n) return [aEnd - x, bEnd - y];
    }
  }
  throw new Error('unreachable: two paths of half the longest length always meet');
}

/** Reads the marks of both sequences side by side: unmarked items pair up in order. */
function spansOfMarks({ a, b, deleted, inserted }: Problem): Span[] {
  const spans: Span[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const beforeStart = i;
    const afterStart = j;
    while (i < a.length && deleted[i] === 1) i++;
    while (j < b.length && inserted[j] === 1) j++;
    if (i > beforeStart || j > afterStart) {
      spans.push({ beforeStart, beforeEnd: i, afterStart, afterEnd: j });
    } else {
      i++;
      j++;
    }
  }
  return spans;
}

/**
 * Slides each pure insertion or deletion down while the item after it equals its first one, and joins it
 * with the run it meets. What is inserted or deleted stays the same in value, so the answer stays minimal.
 */
function slideDown({ a, b }: Problem, spans: readonly Span[]): Span[] {
  const slid: Span[] = []; // last one first
  for (const span of spans.toReversed()) {
    const next = slid.at(-1);
    const room = (next?.beforeStart ?? a.length) - span.beforeEnd;
    let distance = 0;
    if (span.beforeStart === span.beforeEnd) {
      while (distance < room && b[span.afterStart + distance] === b[span.afterEnd + distance]) {
        distance++;
      }
    } else if (span.afterStart === span.afterEnd) {
      while (distance < room && a[span.beforeStart + distance] === a[span.beforeEnd + distance]) {
        distance++;
      }
    }
    const moved = {
      beforeStart: span.beforeStart + distance,
      beforeEnd: span.beforeEnd + distance,
      afterStart: span.afterStart + distance,
      afterEnd: span.afterEnd + distance,
    };
    if (next !== undefined && distance === room) {
      slid[slid.length - 1] = {
        ...next,
        beforeStart: moved.beforeStart,
        afterStart: moved.afterStart,
      };
    } else slid.push(moved);
  }
  return slid.toReversed();
}
