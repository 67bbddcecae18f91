#!/usr/bin/env node
/**
 * The launcher: plain JavaScript for any Node from 20 on. Node 24 runs the TypeScript sources as they are;
 * an older one hands over to the Node 24 that `npm ci` put into node_modules.
 */
if (Number(process.versions.node.split('.')[0]) >= 24) {
  const { startFaster } = await import('./start-faster.mjs');
  startFaster();
  const { main } = await import('../src/main.ts');
  process.exitCode = await main(process.argv.slice(2));
} else {
  const { runNode24 } = await import('../../../scripts/node24.mjs');
  const { fileURLToPath } = await import('node:url');
  // Ctrl-C in a terminal reaches both processes; a signal sent to this one alone must be passed on.
  runNode24([fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    forward: ['SIGINT', 'SIGTERM', 'SIGHUP'],
  });
}
