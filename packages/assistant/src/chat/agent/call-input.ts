/** Reading calls and what came of them: a function's input, the path in it, whether an output tells of a failure. Pure. */

/** A function's input; nothing where it is not an object, as a custom tool's. */
export function objectIn(input: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(input);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

export function pathIn(input: string): string | undefined {
  const found = Object.entries(objectIn(input)).find(([name]) =>
    /path|^file$|^filename$/i.test(name),
  );
  return typeof found?.[1] === 'string' ? found[1] : undefined;
}

/** Whether a tool's output tells of a failure, by the ways in which clients tell it. */
export function isFailure(output: string): boolean {
  const exit = /^(?:Exit code: |Process exited with code )(-?\d+)/m.exec(output);
  if (exit) return exit[1] !== '0';
  if (/"exit_code"\s*:\s*[1-9]/.test(output)) return true;
  return /^\s*(?:error\b|failed\b|apply_patch verification failed|could not|cannot|file not found|no such file|permission denied|(?:the )?user (?:rejected|denied|declined)|[^\n]*\b(?:was rejected|permission denied)\b)/i.test(
    output,
  );
}
