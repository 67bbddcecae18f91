/**
 * The command line: parses the arguments, runs one command, gives the exit code. Commands are loaded when
 * they are called, so that `wick --help` is instant.
 */
import { Command, CommanderError } from 'commander';
import packageJson from '../package.json' with { type: 'json' };
import type { ApplyOptions } from './commands/apply.ts';
import type { AskOptions } from './commands/ask.ts';
import type { CompleteOptions } from './commands/complete.ts';
import type { EditOptions } from './commands/edit.ts';
import type { InfoOptions } from './commands/info.ts';
import type { KeysOptions } from './commands/keys.ts';
import type { ServeOptions } from './commands/serve.ts';
import type { EvalOptions } from './evaluation/suite.ts';
import { suites } from './evaluation/suites.ts';
import { EXIT, EXIT_CODE_HELP } from './exit-codes.ts';
import { nonNegative, positiveInteger, wholeNumber } from './options.ts';

/** Runs `wick` with `args` (without node and script). Writes to the process's streams. */
export async function main(args: readonly string[]): Promise<number> {
  let exitCode: number = EXIT.done;
  const program = createProgram((code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync([...args], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) {
      return error.exitCode === 0 ? EXIT.done : EXIT.wrongUsage;
    }
    const { describeFailure } = await import('./failures.ts');
    const { message, exitCode } = describeFailure(error);
    process.stderr.write(`wick: ${message}\n`);
    return exitCode;
  }
}

function createProgram(finish: (exitCode: number) => void): Command {
  const program = new Command('wick')
    .description('Real-time code edits by a small model on this machine.')
    .version(`wick ${packageJson.version}`, '-v, --version', 'print the version')
    .helpOption('-h, --help', 'show this help')
    .showHelpAfterError('(wick --help shows how)')
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'wick: ')) })
    .addHelpText('after', PROGRAM_HELP);
  program
    .command('edit')
    .description('change a file as an instruction says')
    .usage('[options] [file] <instruction...>')
    .argument(
      '<words...>',
      'the file to change (- reads it from stdin and writes the result to stdout; of a folder, or where ' +
        'no file is named, the one that the instruction speaks of), and what to change, in plain words',
    )
    .option('-y, --yes', 'apply without asking')
    .option('-n, --dry-run', 'only show the change')
    .option('--unsure', 'show the change even where the model is unsure of it')
    .option('-f, --force', 'show the change even where it adds type errors to the project')
    .option('--json', 'print one JSON object instead of a diff; never asks')
    .option(
      '--path <name>',
      'with -: what the text from stdin is called; its ending tells the language',
    )
    .option('--threads <n>', 'threads to compute with (or WICK_THREADS)', positiveInteger)
    .option('--model <dir>', 'the model folder (or WICK_MODEL)')
    .option('--temperature <t>', 'sample instead of taking the best token', nonNegative)
    .option('--seed <n>', 'seed for sampling', wholeNumber)
    .addHelpText('after', EDIT_HELP)
    .action(async (words: string[], options: EditOptions) => {
      const { runEdit } = await import('./commands/edit.ts');
      finish(await runEdit(words, options));
    });
  program
    .command('plan')
    .description('revise a plan, a markdown checklist, as an instruction says')
    .argument(
      '<file>',
      'the plan to revise (- reads it from stdin and writes the result to stdout)',
    )
    .argument('<instruction...>', 'what to change, in plain words')
    .option('-y, --yes', 'apply without asking')
    .option('-n, --dry-run', 'only show the change')
    .option('--unsure', 'show the change even where the model is unsure of it')
    .option('--json', 'print one JSON object instead of a diff; never asks')
    .option('--threads <n>', 'threads to compute with (or WICK_THREADS)', positiveInteger)
    .option('--model <dir>', 'the model folder (or WICK_MODEL)')
    .addHelpText('after', PLAN_HELP)
    .action(async (file: string, words: string[], options: EditOptions) => {
      const { runPlan } = await import('./commands/edit.ts');
      finish(await runPlan(file, words, options));
    });
  program
    .command('apply')
    .description("merge a bigger model's abbreviated snippet into a file")
    .argument('<file>', 'the file to change')
    .option('-s, --snippet <file>', 'a file with the snippet (by default it comes from stdin)')
    .option('-y, --yes', 'apply without asking')
    .option('-n, --dry-run', 'only show the change')
    .option('--json', 'print one JSON object instead of a diff; never asks')
    .addHelpText('after', APPLY_HELP)
    .action(async (file: string, options: ApplyOptions) => {
      const { runApply } = await import('./commands/apply.ts');
      finish(await runApply(file, options));
    });
  program
    .command('ask')
    .description('answer a question about the code with the places that answer it')
    .argument('<question...>', 'what you want to know, in plain words')
    .option('--in <dir>', 'the project (by default the current folder)')
    .option('--file <file>', 'the file that "this file" means')
    .option('--limit <n>', 'show at most n places', positiveInteger)
    .option('--unsure', 'answer even where the model is unsure of what is asked')
    .option('--json', 'print one JSON object with all places')
    .option('--threads <n>', 'threads to compute with (or WICK_THREADS)', positiveInteger)
    .option('--model <dir>', 'the model folder (or WICK_MODEL)')
    .addHelpText('after', ASK_HELP)
    .action(async (words: string[], options: AskOptions) => {
      const { runAsk } = await import('./commands/ask.ts');
      finish(await runAsk(words, options));
    });
  program
    .command('complete')
    .description('suggest what comes next where somebody types, as an editor would')
    .argument('<place>', 'FILE:LINE:COLUMN, both from 1 (the file - is read from stdin)')
    .option('--path <name>', 'with -: what the text from stdin is called')
    .option('--json', 'print one JSON object')
    .option('--threads <n>', 'threads to compute with (or WICK_THREADS)', positiveInteger)
    .option('--model <dir>', 'the model folder (or WICK_MODEL)')
    .addHelpText('after', COMPLETE_HELP)
    .action(async (place: string, options: CompleteOptions) => {
      const { runComplete } = await import('./commands/complete.ts');
      finish(await runComplete(place, options));
    });
  program
    .command('undo')
    .description('take the last applied edit back')
    .argument('[file]', 'of this file; without it, the last edit under the current folder')
    .addHelpText('after', UNDO_HELP)
    .action(async (file: string | undefined) => {
      const { runUndo } = await import('./commands/undo.ts');
      finish(await runUndo(file));
    });
  program
    .command('serve')
    .description('serve the model to coding tools, as OpenAI-compatible HTTP and WebSocket')
    .option('--host <address>', 'the address to listen on', '127.0.0.1')
    .option('-p, --port <n>', 'the port (0 takes a free one)', wholeNumber, 8642)
    .option('--config <file>', 'bigger models and limits, a JSON file (docs/api.md)')
    .option(
      '--root <dir...>',
      'offer the MCP tool edit_file at /mcp, for files below these folders',
    )
    .option('--require-key', 'ask for a key on loopback, too')
    .option('--log-level <level>', 'what is logged on stderr: info, warn, error, silent', 'info')
    .option('--grace <seconds>', 'so long running answers may finish at the end', nonNegative, 10)
    .option('--threads <n>', 'threads to compute with (or WICK_THREADS)', positiveInteger)
    .option('--model <dir>', 'the model folder (or WICK_MODEL)')
    .addHelpText('after', SERVE_HELP)
    .action(async (options: ServeOptions) => {
      const { runServe } = await import('./commands/serve.ts');
      finish(await runServe(options));
    });
  addKeys(program, finish);
  program
    .command('mcp')
    .description('serve the MCP tool edit_file on stdin and stdout')
    .option('--root <dir...>', 'folders below which files may be changed', ['.'])
    .addHelpText('after', MCP_HELP)
    .action(async (options: { root: string[] }) => {
      const { runMcp } = await import('./commands/mcp.ts');
      finish(await runMcp(options));
    });
  const evaluate = program
    .command('eval')
    .description('measure the model on a file of cases')
    .addHelpText('after', EXIT_CODE_HELP);
  for (const { name, description, rows, options = [], help, run } of suites) {
    const suite = evaluate
      .command(name)
      .description(description)
      .argument('<file>', `rows of ${rows}, one JSON object a line`)
      .option('--json', 'print one JSON object instead of a table')
      .option('--limit <n>', 'only the first n rows', positiveInteger)
      .option('--out <file>', 'write one JSON row for each case, with what was produced')
      .option('--threads <n>', 'threads to compute with (or WICK_THREADS)', positiveInteger)
      .option('--model <dir>', 'the model folder (or WICK_MODEL)')
      .option('--unsure', 'count what the model is unsure of as shown, too')
      .addHelpText('after', `${help}\n${EXIT_CODE_HELP}`);
    for (const [flags, meaning] of options) suite.option(flags, meaning);
    suite.action(async (file: string, given: EvalOptions) => finish(await run(file, given)));
  }
  program
    .command('info')
    .description('show the model, the kernel picked, threads, memory and measured read bandwidth')
    .option('--json', 'print one JSON object')
    .option('--threads <n>', 'threads to compute with (or WICK_THREADS)', positiveInteger)
    .option('--model <dir>', 'the model folder (or WICK_MODEL)')
    .addHelpText('after', INFO_HELP)
    .action(async (options: InfoOptions) => {
      const { runInfo } = await import('./commands/info.ts');
      finish(await runInfo(options));
    });
  return program;
}

function addKeys(program: Command, finish: (exitCode: number) => void): void {
  const keys = program
    .command('keys')
    .description('the API keys of wick serve')
    .addHelpText('after', KEYS_HELP);
  keys
    .command('create')
    .description('make a key; it is shown this once')
    .argument('<name>', 'what it is for')
    .option('--concurrency <n>', 'requests at once', positiveInteger)
    .option('--requests-per-minute <n>', 'requests in a minute', positiveInteger)
    .option('--tokens-per-minute <n>', 'tokens in a minute', positiveInteger)
    .option('--json', 'print one JSON object')
    .action(async (name: string, options: KeysOptions) => {
      const { runKeysCreate } = await import('./commands/keys.ts');
      finish(runKeysCreate(name, options));
    });
  keys
    .command('list')
    .description('all keys, without their secrets')
    .option('--json', 'print one JSON object')
    .action(async (options: KeysOptions) => {
      const { runKeysList } = await import('./commands/keys.ts');
      finish(runKeysList(options));
    });
  keys
    .command('revoke')
    .description('close a key, at once and for good')
    .argument('<id>', 'its id, as wick keys list shows it')
    .action(async (id: string) => {
      const { runKeysRevoke } = await import('./commands/keys.ts');
      finish(runKeysRevoke(id));
    });
}

const PROGRAM_HELP = `
Examples:
  wick edit src/cart.ts "rename total to subtotal"
  wick undo
  wick edit --help
${EXIT_CODE_HELP}`;

const EDIT_HELP = `
Shows the change as a unified diff and asks whether to apply it. Without a terminal it never asks: it
then needs --yes or --dry-run, as it does with --json. In a TypeScript project (a tsconfig.json that takes the
file in) an edit that adds type errors anywhere is declined; --force shows it all the same.

Examples:
  wick edit src/cart.ts "rename total to subtotal"
  wick edit src/cart.ts make checkout async --yes
  wick edit "make checkout async"
  wick edit src/cart.ts "change 50 to 75 on line 10" --dry-run --json
  cat cart.ts | wick edit - "export shippingCost" --path cart.ts > new.ts
${EXIT_CODE_HELP}`;

const PLAN_HELP = `
Steps can be checked, unchecked, added, moved, reworded, split, merged, swapped and removed. All else stays byte
for byte as it is. Shows the change and asks, as wick edit does.

Examples:
  wick plan PLAN.md "the login page is done"
  wick plan PLAN.md "move step 4 before the release" --dry-run
  cat PLAN.md | wick plan - "add: write the changelog" > new.md
${EXIT_CODE_HELP}`;

const APPLY_HELP = `
The snippet shows what changes with some lines around it, and "// ... existing code ..." (in any usual way) for
what stays. What it repeats is looked up in the file, never copied from the snippet. One that fits nowhere, or
in several places, is refused.

Examples:
  wick apply src/cart.ts --dry-run < snippet.ts
  wick apply src/cart.ts --snippet snippet.ts
  pbpaste | wick apply src/cart.ts --yes
${EXIT_CODE_HELP}`;

const ASK_HELP = `
Finds definitions, references, callers, implementations, signatures, tests, importers, a file's exports, imports,
dependents and outline, texts, and code by description. Answers with places alone; what asks for more is
declined. Exits with 3 where nothing is found.

Examples:
  wick ask "who calls checkout?"
  wick ask "where is CartStore defined" --in packages/shop
  wick ask "what does this file export" --file src/cart.ts --json
${EXIT_CODE_HELP}`;

const COMPLETE_HELP = `
Suggests the rest of a word or of a line, or a few lines, as far as they are likely enough. Of the project it reads what the
file imports and its neighbours. Changes nothing. Exits with 3 where there is nothing to suggest.

Examples:
  wick complete src/cart.ts:12:8
  wick complete src/cart.ts:12:8 --json
  cat cart.ts | wick complete -:12:8 --path cart.ts
${EXIT_CODE_HELP}`;

const UNDO_HELP = `
Takes back one edit at a time, the last first. A file that was changed since is left alone.

Examples:
  wick undo
  wick undo src/cart.ts
${EXIT_CODE_HELP}`;

const INFO_HELP = `
Examples:
  wick info
  wick info --json --threads 1
${EXIT_CODE_HELP}`;

const SERVE_HELP = `
On loopback no key is asked for unless --require-key is given; on any other address every request needs one
(wick keys create). docs/api.md tells the endpoints, the config file, and how clients are pointed here.

Examples:
  wick serve
  wick serve --port 0 --config server.json
  wick serve --host 0.0.0.0
${EXIT_CODE_HELP}`;

const KEYS_HELP = `
Keys are stored hashed; what is lost cannot be shown again. A running server sees changes at once.

Examples:
  wick keys create laptop
  wick keys create ci --requests-per-minute 60 --concurrency 2
  wick keys revoke key_0123456789ab
${EXIT_CODE_HELP}`;

const MCP_HELP = `
An agent shows the changed lines of a file with "// ... existing code ..." for the rest, and the file is merged,
checked and written; wick undo takes it back.

Examples:
  wick mcp
  wick mcp --root ~/projects/shop ~/projects/lib
${EXIT_CODE_HELP}`;
