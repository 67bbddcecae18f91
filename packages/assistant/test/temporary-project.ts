/** A project in a folder that is removed when the test file ends. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after } from 'node:test';
import { Project } from '@wick/workspace';

/** Writes `files` (path to text) below a new folder. */
export function temporaryProject(files: Readonly<Record<string, string>>): Promise<Project> {
  const root = mkdtempSync(join(tmpdir(), 'wick-project-'));
  after(() => rmSync(root, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return Project.open(root);
}
