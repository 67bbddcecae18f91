/** Numbers as people read them. */

/** 63 ms, 1.2 s */
export function duration(ms: number): string {
  if (ms >= 999.5) return `${(ms / 1000).toFixed(1)} s`;
  return `${ms < 9.95 ? ms.toFixed(1) : ms.toFixed(0)} ms`;
}

/** 3,400; by hand, as the locale's data would take longer to load than an edit does. */
export function count(n: number): string {
  return String(Math.round(n)).replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
}

/** 4.1 MiB */
export function bytes(n: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB'];
  const power = n < 1 ? 0 : Math.min(Math.floor(Math.log(n) / Math.log(1024)), units.length - 1);
  return `${(n / 1024 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power]}`;
}

/** 97.5% */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)}%`;
}

/** "1 case", "2 cases" */
export function plural(n: number, noun: string): string {
  return `${count(n)} ${noun}${n === 1 ? '' : 's'}`;
}
