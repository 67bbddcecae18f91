/**
 * What a client's tools are good for, read from their names and schemas, so that any client's shell, patch, read and
 * edit tools can be called as that client names them. Takes the tools of a turn; gives how to call each.
 */
import { randomUUID } from 'node:crypto';
import { end } from '../answer-blocks.ts';
import { NO_USAGE, type Tool, type ToolCall, type TurnEvent, type Usage } from '../turn.ts';

/** A call before it has an id. */
export type PlannedCall = Omit<ToolCall, 'id'>;

export interface EditArguments {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** What can be done with the client's tools; a part is absent where no tool does it. */
export interface Toolbox {
  readonly shell?: (script: string, why: string) => PlannedCall;
  readonly patch?: (patch: string) => PlannedCall;
  readonly read?: (path: string) => PlannedCall;
  readonly edit?: (args: EditArguments) => PlannedCall;
  readonly write?: (path: string, content: string) => PlannedCall;
  readonly search?: (pattern: string) => PlannedCall;
  /** What a call was for; undefined for tools that are not used here. */
  readonly roleOf: (name: string) => Role | undefined;
}

export type Role = 'shell' | 'patch' | 'read' | 'edit' | 'write' | 'search';

const PATHS = ['filePath', 'file_path', 'filepath', 'path', 'file', 'target_file', 'filename'];
const BEFORE = ['oldString', 'old_string', 'old_str', 'oldText', 'search'];
const AFTER = ['newString', 'new_string', 'new_str', 'newText', 'replace'];
const CONTENT = ['content', 'contents', 'text'];
const COMMAND = ['command', 'cmd'];
const PATTERN = ['pattern', 'query', 'regex'];
const PATCH = ['patchText', 'patch', 'input'];

export function toolboxOf(tools: readonly Tool[]): Toolbox {
  const used = new Map<Role, Tool>();
  for (const each of tools) {
    const role = roleOf(each);
    if (role !== undefined && !used.has(role)) used.set(role, each);
  }
  const make = <Args extends readonly unknown[]>(
    role: Role,
    call: (tool: Tool, ...args: Args) => PlannedCall,
  ) => {
    const tool = used.get(role);
    return tool && ((...args: Args) => call(tool, ...args));
  };
  const parts = {
    shell: make('shell', callShell),
    patch: make('patch', callPatch),
    read: make('read', (tool, path: string) => callFunction(tool, [[PATHS, path]])),
    edit: make('edit', (tool, { path, before, after }: EditArguments) =>
      callFunction(tool, [
        [PATHS, path],
        [BEFORE, before],
        [AFTER, after],
      ]),
    ),
    write: make('write', (tool, path: string, content: string) =>
      callFunction(tool, [
        [PATHS, path],
        [CONTENT, content],
      ]),
    ),
    search: make('search', (tool, pattern: string) => callFunction(tool, [[PATTERN, pattern]])),
  };
  const roles = new Map([...used].map(([role, { name }]) => [name, role]));
  const present = Object.fromEntries(
    Object.entries(parts).filter(([, part]) => part !== undefined),
  ) as Omit<Toolbox, 'roleOf'>;
  return { ...present, roleOf: (name) => roles.get(name) };
}

function roleOf(tool: Tool): Role | undefined {
  const { name, kind } = tool;
  if (/^apply_?patch$/i.test(name)) return 'patch';
  if (kind === 'custom') return undefined;
  const has = (names: readonly string[]) => propertyOf(tool, names) !== undefined;
  if (has(COMMAND) && /shell|exec|bash|terminal|command|run/i.test(name)) return 'shell';
  if (has(PATHS) && has(BEFORE) && has(AFTER)) return 'edit';
  if (has(PATHS) && has(CONTENT) && /write|create/i.test(name)) return 'write';
  if (has(PATHS) && /^(?:read|view|open|cat)(?:_?file)?$/i.test(name)) return 'read';
  if (has(PATTERN) && /grep|search/i.test(name) && !/web|code_?search/i.test(name)) return 'search';
  return undefined;
}

interface Schema {
  readonly type?: unknown;
  readonly enum?: readonly unknown[];
}

function properties({ parameters }: Tool): Readonly<Record<string, Schema>> {
  const { properties } = (parameters ?? {}) as { properties?: Record<string, Schema> };
  return properties ?? {};
}

function propertyOf(tool: Tool, names: readonly string[]): string | undefined {
  const known = properties(tool);
  return names.find((name) => Object.hasOwn(known, name));
}

function callFunction(
  tool: Tool,
  args: readonly (readonly [names: readonly string[], value: unknown])[],
  why = 'As asked',
): PlannedCall {
  const input: Record<string, unknown> = {};
  for (const [names, value] of args) {
    const name = propertyOf(tool, names);
    if (name !== undefined) input[name] = value;
  }
  const { required } = (tool.parameters ?? {}) as { required?: readonly string[] };
  for (const name of required ?? []) {
    if (!Object.hasOwn(input, name)) input[name] = fillerOf(properties(tool)[name], why);
  }
  return { name: tool.name, kind: 'function', input: JSON.stringify(input) };
}

/** What a required argument that says nothing here is given: a client asks for a reason, a limit, a flag. */
function fillerOf(schema: Schema | undefined, why: string): unknown {
  if (schema?.enum !== undefined) return schema.enum[0];
  switch (schema?.type) {
    case 'boolean':
      return false;
    case 'number':
    case 'integer':
      return 0;
    case 'array':
      return [];
    case 'object':
      return {};
    default:
      return why;
  }
}

/** Most of a command's output that a client is asked to hand on, where it lets one say so. */
const MOST_OUTPUT_TOKENS = 100_000;

function callShell(tool: Tool, script: string, why: string): PlannedCall {
  const name = propertyOf(tool, COMMAND)!;
  const command = properties(tool)[name]?.type === 'array' ? ['sh', '-c', script] : script;
  return callFunction(
    tool,
    [
      [[name], command],
      [['max_output_tokens'], MOST_OUTPUT_TOKENS],
      [['login'], false],
    ],
    why,
  );
}

function callPatch(tool: Tool, patch: string): PlannedCall {
  if (tool.kind === 'custom') return { name: tool.name, kind: 'custom', input: patch };
  return callFunction(tool, [[PATCH, patch]]);
}

/** Calls of the client's tools end a turn. */
export function* calls(
  planned: readonly PlannedCall[],
  usage: Usage = NO_USAGE,
): Generator<TurnEvent> {
  for (const [index, { name, kind, input }] of planned.entries()) {
    yield { type: 'call', index, id: `call_${randomUUID().replaceAll('-', '')}`, name, kind };
    yield { type: 'input', index, text: input };
  }
  yield end('tool-calls', usage);
}
