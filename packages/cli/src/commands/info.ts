/** `wick info`: what is installed here and how fast it could be. */
import { Assistant } from '@wick/assistant';
import { EXIT } from '../exit-codes.ts';
import { assistantOptions, type ModelOptions } from '../options.ts';
import { renderInfo } from '../screens/info.ts';
import { colorsFor } from '../terminal.ts';

export interface InfoOptions extends ModelOptions {
  readonly json?: boolean;
}

export async function runInfo(options: InfoOptions): Promise<number> {
  const assistant = await Assistant.open(assistantOptions(options));
  try {
    const info = await assistant.info();
    process.stdout.write(
      options.json ? `${JSON.stringify(info)}\n` : renderInfo(info, colorsFor(process.stdout)),
    );
    return EXIT.done;
  } finally {
    await assistant.close();
  }
}
