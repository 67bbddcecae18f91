/** Turns what came over the wire into typed values, or into the error that says which field is wrong. */
import type { z } from 'zod';
import { invalidRequest } from './errors.ts';
import type { FieldTable } from './fields.ts';

/** Parses `value`; throws ApiError (400) with the path of the first field that is wrong. */
export function parse<Schema extends z.ZodType>(schema: Schema, value: unknown): z.infer<Schema> {
  if (value === undefined) throw invalidRequest('The body is empty.', undefined, 'missing_body');
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = deepest(result.error.issues);
  const param = pathText(issue?.path ?? []);
  const isMissing = issue?.code === 'invalid_type' && /received undefined/.test(issue.message);
  const message = isMissing
    ? `Missing required parameter: '${param}'.`
    : `Invalid value for '${param || 'body'}': ${issue?.message ?? 'it cannot be read'}.`;
  const code = isMissing ? 'missing_required_parameter' : 'invalid_value';
  throw invalidRequest(message, param || undefined, code);
}

type Issue = z.core.$ZodIssue;

/** Of a union's problems the one that is furthest in: the branch that was meant. */
function deepest(issues: readonly Issue[]): Issue | undefined {
  const [first] = issues;
  if (first?.code !== 'invalid_union') return first;
  const inner = first.errors
    .map((branch) => deepest(branch as readonly Issue[]))
    .filter((issue) => issue !== undefined)
    .toSorted((one, other) => other.path.length - one.path.length)[0];
  if (!inner || inner.path.length === 0) return first;
  return { ...inner, path: [...first.path, ...inner.path] };
}

function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((key, i) => (typeof key === 'number' ? `[${key}]` : `${i > 0 ? '.' : ''}${String(key)}`))
    .join('');
}

/** Throws ApiError (400) for a field whose meaning this server cannot keep. */
export function refuseFields(table: FieldTable, value: object): void {
  for (const [name, given] of Object.entries(value)) {
    const field = table[name];
    if (field?.support !== 'refused' || given === null || given === undefined) continue;
    if (field.unless?.(given)) continue;
    throw invalidRequest(
      `'${name}' is not supported: ${field.note}`,
      name,
      'unsupported_parameter',
    );
  }
}
