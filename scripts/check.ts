import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { scripts } from '../package.json';
import { forEachBounded } from '../supervisor/for-each-bounded';

/**
 * `npm run check`: runs every `check:` script of package.json, as many at once as there are cores, all of them whatever
 * the others say. Prints what a failed one said, when it ends; fails when one did.
 */
async function main(): Promise<void> {
  const checks = Object.entries(scripts).filter(([name]) => name.startsWith('check:'));
  const failed: string[] = [];
  await forEachBounded(checks, availableParallelism(), async ([name, command]) => {
    const began = Date.now();
    const { code, output } = await run(command);
    const seconds = ((Date.now() - began) / 1_000).toFixed(1);
    process.stdout.write(code === 0 ? `ok ${name} (${seconds} s)\n` : `\nFAILED ${name} (${seconds} s): ${command}\n${output}\n`);
    if (code !== 0) failed.push(name);
  });
  if (failed.length > 0) throw new Error(`failed: ${failed.join(', ')}`);
}

function run(command: string): Promise<{ code: number | null; output: string }> {
  // By a shell, for these are scripts of package.json; npm has put the programs on the PATH.
  const child = spawn(command, { shell: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });
}

main().catch((error: unknown) => {
  process.stderr.write(`npm run check ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
