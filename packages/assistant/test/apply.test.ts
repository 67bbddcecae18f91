/** Snippets that fit in more ways than one: the syntax decides, where it can. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applySnippet } from '../src/apply.ts';

const TWICE = `async function run(job) {
  if (job.late) {
    return await report(job);
  }
  try {
    job.start();
  } catch {
    return await report(job);
  }
}
`;

test('of two places that fit alike, the one is meant where the result parses', async () => {
  const snippet = `// ...
    return await report(job);
  } finally {
    job.stop();
  }
// ...
`;
  const result = await applySnippet({ path: 'job.js', text: TWICE, snippet });
  assert.ok(result.status === 'edited', result.status === 'declined' ? result.message : '');
  const last = TWICE.lastIndexOf('  }\n}');
  const added = '  } finally {\n    job.stop();\n';
  assert.equal(result.after, TWICE.slice(0, last) + added + TWICE.slice(last));
});

test('where the result parses in both places, neither is taken', async () => {
  const snippet = `// ...
    return await report(job, true);
  }
// ...
`;
  const result = await applySnippet({ path: 'job.js', text: TWICE, snippet });
  assert.equal(result.status, 'declined');
});

test('what parses in no place is refused with the line', async () => {
  const snippet = `async function run(job) {
  if (job.late) {{
    return await report(job);
  }
  // ... rest of the function ...
}
`;
  const result = await applySnippet({ path: 'job.js', text: TWICE, snippet });
  assert.ok(result.status === 'declined');
  assert.equal(result.reason, 'breaks-syntax');
  assert.match(result.message, /would not parse \(line \d+/);
});
