/** A unified diff in colours: a pure function of its text. */
import type { Colors } from '../terminal.ts';

export function colorDiff(diff: string, colors: Colors): string {
  if (!colors.isColorSupported) return diff;
  return diff
    .split('\n')
    .map((line) => colorOf(line, colors)(line))
    .join('\n');
}

function colorOf(line: string, colors: Colors): (text: string) => string {
  if (line === '') return String;
  if (line.startsWith('--- ') || line.startsWith('+++ ')) return colors.bold;
  if (line.startsWith('@@')) return colors.cyan;
  if (line.startsWith('+')) return colors.green;
  if (line.startsWith('-')) return colors.red;
  return line.startsWith('\\') ? colors.dim : String;
}
