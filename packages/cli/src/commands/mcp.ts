/** `wick mcp`: the MCP tool edit_file on stdin and stdout, for agents that start it. */
import { serveMcpOverStdio } from '@wick/server';
import { EXIT } from '../exit-codes.ts';

export async function runMcp({ root }: { readonly root: readonly string[] }): Promise<number> {
  await serveMcpOverStdio(root);
  return EXIT.done;
}
