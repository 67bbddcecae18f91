/** What a `wick` process tells the shell when it ends; documented in every command's help. */
export const EXIT = {
  done: 0,
  failed: 1,
  wrongUsage: 2,
  nothingToChange: 3,
  notAble: 4,
  interrupted: 130,
} as const;

export const EXIT_CODE_HELP = `
Exit codes: 0 done, 1 failed, 2 wrong usage, 3 nothing to change, 4 not able (and said so).`;
