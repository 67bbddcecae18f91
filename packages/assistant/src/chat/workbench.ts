/**
 * Files that a conversation brings along, laid out in a temporary folder, so that questions and edits over several
 * files work on them as on any project. Takes paths and texts; gives the project; removes the folder when it is disposed.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, isAbsolute, join, posix, relative, resolve, sep } from 'node:path';
import { Project } from '@wick/workspace';
import { type EditProject, openEditProject } from '../edit-project.ts';

export interface BroughtFile {
  /** As the client calls it: relative, or absolute on its machine. */
  readonly path: string;
  readonly text: string;
}

/** Without this a file's importers would not be read; there are no libraries here to check types against. */
const CONFIG = JSON.stringify({
  compilerOptions: { allowJs: true, noEmit: true, noLib: true, types: [] },
  include: ['**/*'],
});

export class Workbench implements AsyncDisposable {
  readonly root: string;
  /** The client's path of each file, by its path below the root. */
  readonly #names: ReadonlyMap<string, string>;

  private constructor(root: string, names: ReadonlyMap<string, string>) {
    this.root = root;
    this.#names = names;
  }

  static async lay(files: readonly BroughtFile[]): Promise<Workbench> {
    const root = await mkdtemp(join(tmpdir(), 'wick-turn-'));
    const names = new Map<string, string>();
    for (const { path, text } of files) {
      const place = placeOf(path);
      if (place === undefined) continue;
      names.set(place, path);
      const file = join(root, place);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
    }
    if (!names.has('tsconfig.json')) await writeFile(join(root, 'tsconfig.json'), CONFIG);
    return new Workbench(root, names);
  }

  open(): Promise<Project> {
    return Project.open(this.root);
  }

  /** The path on the bench of a file that the client calls `path`. */
  pathOf(path: string): string {
    return join(this.root, placeOf(path) ?? path);
  }

  /** What the client calls the file at a path below the root; undefined where it is none of its files. */
  nameOf(path: string): string | undefined {
    const place = isAbsolute(path) ? relative(this.root, path) : path;
    return this.#names.get(place.split(sep).join(posix.sep));
  }

  /** The project of a file, without its types: the libraries they come from are not here. */
  async editProject(path: string): Promise<EditProject | undefined> {
    const project = await openEditProject(this.pathOf(path));
    if (!project) return undefined;
    return {
      ...(project.tools && { tools: project.tools }),
      consequences: (answer, after, changed) => {
        const { others } = project.consequences(answer, after, changed);
        return {
          others: others.flatMap((change) => {
            const name = this.nameOf(resolve(change.path));
            return name === undefined ? [] : [{ ...change, path: name }];
          }),
        };
      },
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.root, { recursive: true, force: true });
  }
}

/** A path below the bench's root; undefined where there is none, as for "../..". */
function placeOf(path: string): string | undefined {
  const place = posix.normalize(path.replaceAll('\\', '/').replace(/^(?:[A-Za-z]:)?\/+/, ''));
  return place === '.' || place.startsWith('..') || place.includes('\0') ? undefined : place;
}
