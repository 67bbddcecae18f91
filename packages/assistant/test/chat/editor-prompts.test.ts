import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { editorPrompt } from '../../src/chat/editor-prompts.ts';

const CODE = 'let total = 1;\nuse(total);';

describe('editorPrompt', () => {
  it("reads Continue's prompts for edits", () => {
    const prompts = [
      `The user has requested a section of code in a file to be rewritten.\n\nThis is the prefix of the file:\n\`\`\`ts\nimport 'x';\n\`\`\`\n\nThis is the code to rewrite:\n\`\`\`ts\n${CODE}\n\`\`\`\n\nThe user's request is: "rename total to sum"\n\nDO NOT output any natural language, only output the code changes.\n\nHere is the rewritten code:`,
      `\`\`\`ts\n${CODE}\n\`\`\`\n\nPlease rewrite the above file to address the following request:\n\nrename total to sum\n\nYou should rewrite the entire file without any natural language explanation.`,
      `Consider the following code:\n\`\`\`ts\n${CODE}\n\`\`\`\nEdit the code to perfectly satisfy the following user request:\nrename total to sum\nOutput nothing except for the code.`,
    ];
    for (const prompt of prompts) {
      const read = editorPrompt(prompt);
      assert.ok(read?.kind === 'edit', prompt);
      assert.equal(read.instruction, 'rename total to sum');
      assert.equal(read.code.text, `${CODE}\n`);
      assert.equal(read.code.path, 'snippet.ts');
    }
  });

  it("reads Continue's prompt for applying", () => {
    const prompt = `${CODE}\n\nThe following code was suggested as an edit:\n\`\`\`\nlet total = 2;\n\`\`\`\nPlease apply it to the previous code. Leave existing comments in place.`;
    assert.deepEqual(editorPrompt(prompt), { kind: 'apply', code: CODE, update: 'let total = 2;' });
  });

  it('is none for other messages', () => {
    assert.equal(editorPrompt(`rename total to sum\n\`\`\`ts\n${CODE}\n\`\`\``), undefined);
  });
});
