/**
 * How far a comparison has come, in a file, so that it can be taken in parts: each part goes on where the last one stopped, and the figures of all
 * are one comparison's. Steps that only prepare (converting, reading a long prompt) may run on a busy machine, steps that measure may not, so a part
 * can be limited to either.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Agreement } from './agreement.ts';

export type StepKind = 'prepare' | 'measure';

/** What a part may do; without a limit all. */
export interface PartLimits {
  readonly kind?: StepKind | undefined;
  /** No step is begun later than this, by performance.now(). */
  readonly deadline: number;
}

/** One engine with one setting: what was measured of it. */
export interface SettingFigures {
  /** All values, by measure. */
  readonly values: Record<string, number[]>;
  /** The tokens decoded after the first prompt. */
  tokens: number[];
  peakMemoryBytes?: number | undefined;
}

export interface Figures {
  readonly done: string[];
  readonly agreement: Agreement[];
  /** tokens/s of each setting that was tried. */
  readonly sweep: { readonly setting: string; readonly pp512: number; readonly tg128: number }[];
  readonly settings: Record<string, SettingFigures>;
}

/** The part ended before the comparison did. */
export class UnfinishedError extends Error {
  override readonly name = 'UnfinishedError';
  readonly next: StepKind;

  constructor(step: string, next: StepKind) {
    super(`not finished: next is to ${next} (${step}); run the same again for the next part`);
    this.next = next;
  }
}

export class Progress {
  readonly figures: Figures;
  readonly #file: string | undefined;
  readonly #limits: PartLimits;

  /** Goes on with what is in `file`; without one nothing is kept. */
  constructor(file: string | undefined, limits: PartLimits) {
    this.#file = file;
    this.#limits = limits;
    this.figures =
      file !== undefined && existsSync(file)
        ? JSON.parse(readFileSync(file, 'utf8'))
        : { done: [], agreement: [], sweep: [], settings: {} };
  }

  /** Takes the step, unless it was taken before. Throws UnfinishedError where it is not for this part. */
  async step(kind: StepKind, name: string, take: () => Promise<void>): Promise<void> {
    if (this.figures.done.includes(name)) return;
    const { kind: only, deadline } = this.#limits;
    if ((only ?? kind) !== kind || performance.now() > deadline) {
      throw new UnfinishedError(name, kind);
    }
    await take();
    this.figures.done.push(name);
    if (this.#file === undefined) return;
    mkdirSync(dirname(this.#file), { recursive: true });
    writeFileSync(this.#file, JSON.stringify(this.figures));
  }

  /** The figures of a setting, to add to. */
  of(setting: string): SettingFigures {
    this.figures.settings[setting] ??= { values: {}, tokens: [] };
    return this.figures.settings[setting];
  }
}

/** Adds values of a measure. */
export function note({ values }: SettingFigures, name: string, ...more: number[]): void {
  values[name] = [...(values[name] ?? []), ...more];
}
