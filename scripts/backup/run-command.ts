import { resolve } from 'node:path';
import { readConfig } from '../../contracts/config';
import { createDataFolder, type DataFolder } from '../../runtime/data-folder';

/**
 * Runs `npm run <name> -- <file>` on the data folder of `STUDIO_DATA`; `command` returns what is told at the end. An
 * error is one sentence on stderr and exit code 1.
 */
export async function runCommand(
  name: 'backup' | 'restore',
  command: (folder: DataFolder, file: string) => Promise<string>,
): Promise<void> {
  try {
    const given = process.argv.slice(2);
    const [file] = given;
    if (file === undefined || given.length > 1) throw new Error(`Write: npm run ${name} -- <file>`);
    // npm runs scripts in the project's folder; the file is meant from where npm was called.
    const path = resolve(process.env.INIT_CWD ?? '.', file);
    process.stdout.write(`${await command(createDataFolder(readConfig(process.env).STUDIO_DATA), path)}\n`);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
