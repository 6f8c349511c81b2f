import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitUntil } from '../../runtime/wait-until';

/** A real disk of a few megabytes that a test may fill, or break. */
export interface SmallDisk {
  /** Where it is mounted. */
  path: string;
  /** Takes all the room that is left. */
  fill(): void;
  /** Gives back what `fill` took. */
  free(): void;
  /** Everything that was written is on the disk. */
  sync(): void;
  /** ext4 only: as the kernel does after an error of the disk, nothing can be written from now on. */
  makeReadOnly(): void;
  /** Mounts it again, as after a repair, when nothing has a file open on it any more. */
  mountAgain(): Promise<void>;
  remove(): void;
}

/** Why there can be no such disk here; null when there can. Mounting needs root, and a system that allows it. */
export function whyNoSmallDisk(kind: 'tmpfs' | 'ext4'): string | null {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'only root on Linux can mount a small disk';
  try {
    mountSmallDisk(kind, 8).remove();
    return null;
  } catch (error) {
    return `a small disk cannot be mounted here (${(error as Error).message.trim().split('\n').at(-1)})`;
  }
}

/** Mounts a disk of so many megabytes: in memory (`tmpfs`), or a file system in a file (`ext4`). */
export function mountSmallDisk(kind: 'tmpfs' | 'ext4', megabytes: number): SmallDisk {
  const folder = mkdtempSync(join(tmpdir(), 'disk-'));
  const [path, image, ballast] = [join(folder, 'd'), join(folder, 'image'), join(folder, 'd', 'ballast')];
  const mount = () =>
    kind === 'tmpfs' ? run('mount', '-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', path) : run('mount', '-o', 'loop', image, path);
  try {
    mkdirSync(path);
    if (kind === 'ext4') {
      run('truncate', '-s', `${megabytes}M`, image);
      // Nothing kept for root, who would else write to a full disk.
      run('mkfs.ext4', '-q', '-m', '0', image);
    }
    mount();
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  return {
    path,
    fill: () => fill(ballast),
    free: () => rmSync(ballast, { force: true }),
    sync: () => run('sync', '-f', path),
    makeReadOnly: () => run('mount', '-o', 'remount,abort', path),
    async mountAgain() {
      await waitUntil(() => tryUnmount(path), 15_000, `A process has files open on ${path}; it was not unmounted`);
      mount();
    },
    remove: () => {
      // Lazily: what still has a file open, after a test that failed, must not hide why it failed.
      run('umount', '-l', path);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function run(program: string, ...args: string[]): void {
  execFileSync(program, args, { stdio: 'pipe' });
}

function tryUnmount(path: string): boolean {
  try {
    run('umount', path);
    return true;
  } catch (error) {
    if (!String((error as { stderr?: Buffer }).stderr).includes('busy')) throw error;
    return false;
  }
}

function fill(path: string): void {
  const file = openSync(path, 'a');
  try {
    for (const size of [1024 * 1024, 4096, 1]) writeUntilFull(file, Buffer.alloc(size));
  } finally {
    closeSync(file);
  }
}

function writeUntilFull(file: number, bytes: Buffer): void {
  try {
    while (writeSync(file, bytes) > 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
}
